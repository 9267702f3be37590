//! The debtor's page with 500 invoices: what it shows is asserted, how long it takes is printed.

use crate::browser::get;
use crate::house::House;
use std::time::Instant;

#[test]
fn a_page_of_500_invoices_shows_each_and_says_how_long_it_took() {
    let house = House::acknowledged();
    house.sells("HARBOR", "NORWELL", 500, 30);
    let path = house.norwell();
    let page = get(house.door, &path).expect(200);
    page.says("open on 500 invoices");
    assert_eq!(page.text.matches("type=\"checkbox\" name=\"invoice\"").count(), 500);
    let mut times: Vec<_> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            get(house.door, &path).expect(200);
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    println!(
        "debtor's page, 500 invoices, {} kB, {build}: p50 {:?}, slowest {:?}",
        page.text.len() / 1024,
        times[10],
        times[19]
    );
}
