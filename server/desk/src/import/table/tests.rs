use super::super::lines::ROW_MAX;
use super::*;

/// One text per row: `line: values in the columns' alphabetical order`, or the problem.
fn rows(text: &[u8], format: Format, wanted: &[&str]) -> Vec<String> {
    let wanted = wanted.iter().map(|column| (*column).to_owned()).collect();
    let table = Table::open(text, format, None, wanted).expect("a header");
    let shown = table.map(|row| match row.expect("memory can be read") {
        Ok(row) => format!("{}: {}", row.number, row.values.into_values().collect::<Vec<_>>().join("|")),
        Err(bad) => format!("! {} {:?}", bad.problem, bad.values.into_values().collect::<Vec<_>>()),
    });
    shown.collect()
}

#[test]
fn quoted_fields_span_lines_and_line_numbers_stay_true() {
    let text = b"\xef\xbb\xbfid,text\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\n2,plain\r\n,\r\n3, last ";
    let expected = ["2: 1|two\nlines, \"quoted\"", "5: 2|plain", "7: 3|last"];
    assert_eq!(rows(text, Format::Csv, &["id", "text"]), expected, "blank rows are none");
}

#[test]
fn semicolons_and_tabs() {
    assert_eq!(rows(b"id;text\n1;a,b\n", Format::Csv, &["id", "text"]), ["2: 1|a,b"]);
    assert_eq!(rows(b"id\ttext\n1\t\"a\tb\"\n", Format::Tsv, &["text"]), ["2: a\tb"], "only what is wanted");
}

#[test]
fn spreadsheets_of_every_kind_are_read() {
    let columns = &["id", "text"];
    for sep in ["sep=;", "SEP=;", "\"sep=;\""] {
        let text = format!("{sep}\r\nid;text\r\n1;a,b\r\n");
        assert_eq!(rows(text.as_bytes(), Format::Csv, columns), ["3: 1|a,b"], "{sep}");
    }
    assert_eq!(rows(b"sep=|\nid|text\n1|a;b,c\n", Format::Csv, columns), ["3: 1|a;b,c"]);
    assert_eq!(rows(b"sep=x,text\n1,a\n", Format::Csv, &["text"]), ["2: a"], "a column of that name");
    assert_eq!(rows(b"id\ttext\n1\ta;b\n", Format::Csv, columns), ["2: 1|a;b"]);
    let old_mac = b"id,text\r1,\"two\rlines\nmore\"\r\r2,b\r";
    assert_eq!(rows(old_mac, Format::Csv, columns), ["2: 1|two\nlines\nmore", "6: 2|b"]);
    assert_eq!(rows(b"id,text\n1,a\rb\n", Format::Csv, columns), ["2: 1|a\nb"], "where lines end otherwise it is text");
    let wide: Vec<u8> = "\u{feff}id\ttext\r\n1\tGröße\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows(&wide, Format::Csv, columns), ["2: 1|Größe"]);
    assert_eq!(rows(b"id;text\n1;Gr\xf6\xdfe \x96 5 \x80\n", Format::Csv, columns), ["2: 1|Größe – 5 €"]);
}

#[test]
fn an_array_is_read_item_by_item() {
    let text = "\u{feff} [\n{\"id\": 1, \"text\": \"a ] } \\\" ,\"},{\"id\":2,\n\"text\":[\"x\",\"y\"]} ,\n7,\n{\"id\":3,},{\"id\":4}\n]\n";
    let found = rows(text.as_bytes(), Format::Json, &["id", "text"]);
    assert_eq!(found[..3], ["1: 1|a ] } \" ,", "2: 2|x, y", "! row 3: not a JSON object []"]);
    assert!(found[3].starts_with("! row 4: broken JSON"), "{}", found[3]);
    assert_eq!(found[4..], ["5: 4"]);
    assert!(rows(b"[]", Format::Json, &["id"]).is_empty());
    for (broken, said) in [
        ("[{\"id\":1}", "the array is never closed after item 1"),
        ("[{\"id\":\"1}]", "item 1 of the array is never closed"),
        ("[{\"id\":1}]{}", "there's something after the end of the array"),
    ] {
        let mut table = Table::open(broken.as_bytes(), Format::Json, None, BTreeSet::new()).expect("an array");
        let error = table.find_map(Result::err).map(|error| error.to_string());
        assert_eq!(error.as_deref(), Some(said), "{broken}");
    }
}

#[test]
fn numbers_keep_their_digits() {
    let text = b"{\"id\":123456789012345678901234567890,\"text\":1.10}\n{\"id\":-0.0,\"text\":1E5}\n";
    let expected = ["1: 123456789012345678901234567890|1.10", "2: -0.0|1E5"];
    assert_eq!(rows(text, Format::Json, &["id", "text"]), expected);
}

#[test]
fn rows_too_long_or_too_deep_are_refused() {
    let huge = "x".repeat(ROW_MAX + 1);
    let csv = format!("id,text\n1,{huge}\n2,b\n");
    let long = format!("! row 2: {TOO_LONG} []");
    assert_eq!(rows(csv.as_bytes(), Format::Csv, &["id", "text"]), [long.as_str(), "3: 2|b"]);
    let objects = format!("{{\"id\":1}}\n{{\"id\":\"{huge}\"}}\n{{\"id\":3}}");
    assert_eq!(rows(objects.as_bytes(), Format::Json, &["id"]), ["1: 1", long.as_str(), "3: 3"]);
    let array = format!("[{{\"id\":1}},{{\"id\":\"{huge}\"}},{{\"id\":3}}]");
    assert_eq!(rows(array.as_bytes(), Format::Json, &["id"]), ["1: 1", long.as_str(), "3: 3"]);
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let refused = rows(deep.as_bytes(), Format::Json, &["id"]);
    assert_eq!(refused, ["! row 1: objects nested more than 32 deep []"]);
}

#[test]
fn bad_rows_are_named_and_reading_goes_on() {
    let text = b"id,text\n1,a,\xc3\xa9\n2\n3,\xff\xfe\n4,d\n";
    let bad = [
        "! row 2: 3 fields where the header has 2 [\"1\", \"a\"]",
        "! row 3: 1 fields where the header has 2 [\"2\"]",
        "! row 4, column text: not UTF-8 text; the mapping can name the file's encoding [\"3\"]",
        "5: 4|d",
    ];
    assert_eq!(rows(text, Format::Csv, &["id", "text"]), bad);
}

#[test]
fn an_unclosed_quote_costs_one_row() {
    let reason = "a quote is opened and not closed, or not doubled inside the text";
    let to_the_end = rows(b"id,text\n1,\"a\n2,b\n3,c\n", Format::Csv, &["id", "text"]);
    assert_eq!(to_the_end, [format!("! row 2, column text: {reason} [\"1\"]"), "3: 2|b".into(), "4: 3|c".into()]);
    let to_the_next = rows(b"id,text\n1,\"a\n2,\"b\"\n3,c\n", Format::Csv, &["id", "text"]);
    assert_eq!(to_the_next, [format!("! row 2, column text: {reason} [\"1\"]"), "3: 2|b".into(), "4: 3|c".into()]);
}

#[test]
fn json_lines_of_every_shape() {
    let text = "\u{feff}{\"id\":7,\"who\":{\"name\":\"Ann\"},\"tags\":[\"a\",\"b\"],\"on\":true,\"off\":null}\n\n{\"id\":\n[1]\n";
    let found = rows(text.as_bytes(), Format::Json, &["id", "who.name", "tags", "on", "off"]);
    assert_eq!(found[0], "1: 7|true|a, b|Ann");
    assert!(found[1].starts_with("! row 3: broken JSON"), "{}", found[1]);
    assert_eq!(found[2], "! row 4: not a JSON object []");
}

#[test]
fn headers_that_cannot_serve_are_refused() {
    let open = |text: &'static [u8]| Table::open(text, Format::Csv, None, BTreeSet::from(["id".to_owned()])).err();
    assert!(matches!(open(b""), Some(MappingError::NoHeader)));
    assert!(matches!(open(b"\n1,2\n"), Some(MappingError::NoHeader)));
    assert!(matches!(open(b"sep=;\n"), Some(MappingError::NoHeader)));
    assert!(matches!(open(b"id,a,id\n"), Some(MappingError::RepeatedColumn(name)) if name == "id"));
    assert!(open(b"id,a,a\n").is_none(), "columns nobody wants may repeat");
}

#[test]
fn formats_by_extension() {
    assert_eq!(Format::of_path(Path::new("a/b.TSV")), Some(Format::Tsv));
    assert_eq!(Format::of_path(Path::new("a.json")), Some(Format::Json));
    assert_eq!(Format::of_path(Path::new("a.xlsx")), None);
}
