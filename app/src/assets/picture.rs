//! Icon of an asset, by what its category is called.

const SCANNER: &str = "M7 3h10v18H7zM10 6h4v4h-4zM10 14h.01M14 14h.01M10 17h.01M14 17h.01";
const PRINTER: &str = "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z";
const COMPUTER: &str = "M5 5h14v10H5zM2 19h20M5 15l-3 4M19 15l3 4";
const PHONE: &str = "M7 2h10v20H7zM11 19h2";
const SERVER: &str = "M4 4h16v7H4zM4 13h16v7H4zM8 7.5h.01M8 16.5h.01";
const LICENCE: &str = "M15 3a6 6 0 1 0 .01 0zM11 13l-8 8M6 18l3 3";
const LINK: &str = "M9 7V3M15 7V3M6 7h12v4a6 6 0 0 1-12 0zM12 17v4";
const VEHICLE: &str = "M3 6h11v11H3zM14 10h4l3 3v4h-7zM7 16a2 2 0 1 0 .01 0zM17 16a2 2 0 1 0 .01 0z";
const THING: &str = crate::ui::icon::ASSETS;

/// Words in a category's name, and the picture of what they stand for.
const WORDS: [(&str, &[&str]); 8] = [
    (SCANNER, &["scanner", "handheld", "terminal", "reader"]),
    (PRINTER, &["print", "label"]),
    (LICENCE, &["licen", "subscription", "key"]),
    (LINK, &["integration", "interface", "connection", "network", "switch"]),
    (SERVER, &["server", "storage", "cloud"]),
    (COMPUTER, &["computer", "laptop", "notebook", "desktop", "monitor", "screen", "pc"]),
    (PHONE, &["phone", "mobile", "tablet", "headset"]),
    (VEHICLE, &["vehicle", "truck", "forklift", "van"]),
];

/// One for things in general where the name says nothing.
pub(super) fn picture(category: &str) -> &'static str {
    let name = category.to_lowercase();
    let named = |words: &&(&str, &[&str])| words.1.iter().any(|word| name.contains(word));
    WORDS.iter().find(named).map_or(THING, |(picture, _)| picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_has_the_picture_of_what_it_is_called() {
        for (name, shown) in [
            ("Scanners", SCANNER),
            ("Printers", PRINTER),
            ("Licences", LICENCE),
            ("Licenses", LICENCE),
            ("Laptops", COMPUTER),
        ] {
            assert_eq!(picture(name), shown, "{name}");
        }
        assert_eq!([picture(""), picture("Gadgets")], [THING; 2]);
    }
}
