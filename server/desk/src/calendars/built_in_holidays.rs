//! Built-in lists of public holidays, shipped with the program. No calendar follows one until somebody attaches it.

use domain::time::Date;

/// A list as it was published.
pub struct BuiltInHolidays {
    pub slug: &'static str,
    pub name: &'static str,
    /// Where the days are announced.
    pub source: &'static str,
    text: &'static str,
}

const ALL: [BuiltInHolidays; 1] = [BuiltInHolidays {
    slug: "england-and-wales",
    name: "Bank holidays in England and Wales",
    source: "https://www.gov.uk/bank-holidays",
    text: include_str!("england-and-wales.txt"),
}];

pub fn built_in_holidays() -> &'static [BuiltInHolidays] {
    &ALL
}

impl BuiltInHolidays {
    /// Every day with its name, in order.
    pub fn days(&self) -> impl Iterator<Item = (Date, &'static str)> {
        self.text.lines().filter_map(|line| {
            let (day, name) = line.split_once(' ')?;
            Some((Date::parse(day)?, name))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_day_or_a_remark() {
        for list in built_in_holidays() {
            let lines = list.text.lines().filter(|line| !line.starts_with('#')).count();
            let days: Vec<Date> = list.days().map(|(day, _)| day).collect();
            assert_eq!(days.len(), lines);
            assert!(days.is_sorted() && days.len() == 5 * 8, "eight a year");
        }
    }

    #[test]
    fn holidays_that_fall_on_a_weekend_have_their_substitute_days() {
        let days: Vec<String> = ALL[0].days().map(|(day, _)| day.to_string()).collect();
        // As announced for these years.
        for day in ["2024-03-29", "2025-04-21", "2026-12-28", "2027-03-26", "2027-12-27", "2027-12-28", "2028-01-03"] {
            assert!(days.iter().any(|known| known == day), "{day}");
        }
    }
}
