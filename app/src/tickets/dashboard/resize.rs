//! Resizing columns: by the edge of their head, dragged or with the arrow keys. Only heard by whoever uses
//! the page, so it comes with the other pages.

use super::panel::COLUMNS;
use crate::session::ListSettings;
use crate::ui::column_width::sized;
use crate::ui::panel::focus;
use crate::ui::submit::post;
use domain::columns::{WIDTH_MAX, WIDTH_MIN, WIDTH_STEP, fitting_width, set_width};
use domain::listing::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use wasm_split_helpers::SplitLoaderError;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// A width is saved when its edge has rested for so long.
const REST: Duration = Duration::from_millis(300);

/// Begins to listen, once for all lists of this page's life.
pub(super) fn follow(settings: ListSettings) {
    let begun = settings.resizes.try_update_value(|begun| std::mem::replace(begun, true));
    if begun == Some(false) {
        spawn_local(async move {
            if listen(settings).await.is_err() {
                settings.resizes.set_value(false);
            }
        });
    }
}

/// What the resizer does on an event.
type Act = fn(&Resizer, &Event);

#[wasm_split_helpers::wasm_split(ticket, fallible)]
fn listen(settings: ListSettings) -> Result<(), SplitLoaderError> {
    let resizer = Resizer { settings, drag: Rc::default(), moved: Rc::default() };
    let acts: [(&'static str, Act); 7] = [
        ("focusin", Resizer::on_focus),
        ("pointerdown", Resizer::on_pointer_down),
        ("pointermove", Resizer::on_pointer_move),
        ("pointerup", Resizer::on_pointer_up),
        ("pointercancel", Resizer::on_pointer_up),
        ("dblclick", Resizer::on_double_click),
        ("keydown", Resizer::on_key_down),
    ];
    for (name, act) in acts {
        let resizer = resizer.clone();
        let _ = window_event_listener_untyped(name, move |event| act(&resizer, &event));
    }
    Ok(())
}

/// The edge of a column's head.
#[derive(Clone)]
struct Edge {
    handle: HtmlElement,
    head: Element,
    column: Column,
}

impl Edge {
    fn of(event: &Event) -> Option<Self> {
        let handle = target(event)?.closest(".resizer").ok()??.dyn_into::<HtmlElement>().ok()?;
        let column = Column::parse(handle.id().strip_prefix("width-")?)?;
        Some(Self { head: handle.closest("th").ok()??, handle, column })
    }

    fn width(&self) -> i64 {
        self.head.get_bounding_client_rect().width() as i64
    }

    /// Gives the column's cells a width, or takes it off.
    fn show(&self, width: Option<u16>) -> Option<()> {
        let mut place = 1;
        let mut before = self.head.previous_element_sibling();
        while let Some(cell) = before {
            (place, before) = (place + 1, cell.previous_element_sibling());
        }
        let cells = self.head.closest("table").ok()??.query_selector_all(&format!("tr > :nth-child({place})")).ok()?;
        for cell in (0..cells.length()).filter_map(|place| cells.item(place)?.dyn_into::<Element>().ok()) {
            cell.set_class_name(&sized(&cell.class_name(), width));
        }
        self.set_aria_value()
    }

    /// Sets the `aria-valuenow` of the edge: how wide the column is, which may be more than the least that the page began with.
    fn set_aria_value(&self) -> Option<()> {
        self.handle.set_attribute("aria-valuenow", &fitting_width(self.width()).to_string()).ok()
    }
}

struct Drag {
    edge: Edge,
    /// Where the pointer was, and how wide the column.
    from: i32,
    width: i64,
    shown: Option<u16>,
}

/// What has been moved and is not saved yet.
#[derive(Default)]
struct Moved {
    widths: Vec<(Column, Option<u16>)>,
    /// Counts up with each move.
    count: u32,
}

#[derive(Clone)]
struct Resizer {
    settings: ListSettings,
    drag: Rc<RefCell<Option<Drag>>>,
    moved: Rc<RefCell<Moved>>,
}

impl Resizer {
    fn on_focus(&self, event: &Event) {
        if let Some(edge) = Edge::of(event) {
            edge.set_aria_value();
        }
    }

    fn on_pointer_down(&self, event: &Event) {
        let (Some(edge), Some(pointer)) = (Edge::of(event), event.dyn_ref::<PointerEvent>()) else { return };
        if pointer.button() == 0 {
            // Nothing is marked while the edge moves.
            event.prevent_default();
            let _ = edge.handle.focus();
            let _ = edge.handle.set_pointer_capture(pointer.pointer_id());
            let width = edge.width();
            *self.drag.borrow_mut() = Some(Drag { edge, from: pointer.client_x(), width, shown: None });
        }
    }

    fn on_pointer_move(&self, event: &Event) {
        let Some(pointer) = event.dyn_ref::<PointerEvent>() else { return };
        let mut drag = self.drag.borrow_mut();
        let Some(drag) = drag.as_mut() else {
            show_tooltip(event, f64::from(pointer.client_x()));
            return;
        };
        let width = Some(fitting_width(drag.width + i64::from(pointer.client_x() - drag.from)));
        if drag.shown != width && (drag.shown.is_some() || pointer.client_x() != drag.from) {
            drag.shown = width;
            drag.edge.show(width);
        }
    }

    fn on_pointer_up(&self, _: &Event) {
        let drag = self.drag.borrow_mut().take();
        match drag {
            Some(Drag { edge, shown: Some(width), .. }) => self.save_later(edge.column, Some(width)),
            // Pressed and not moved: what was moved just before has waited for it.
            Some(_) => self.schedule_save(),
            None => {}
        }
    }

    /// As wide as it needs again.
    fn on_double_click(&self, event: &Event) {
        if let Some(edge) = Edge::of(event) {
            edge.show(None);
            self.save_later(edge.column, None);
        }
    }

    fn on_key_down(&self, event: &Event) {
        let (Some(edge), Some(key)) = (Edge::of(event), event.dyn_ref::<KeyboardEvent>()) else { return };
        if key.ctrl_key() || key.meta_key() || key.alt_key() {
            return;
        }
        let step = i64::from(WIDTH_STEP);
        let width = match key.key().as_str() {
            "ArrowLeft" => Some(edge.width() - step),
            "ArrowRight" => Some(edge.width() + step),
            "Home" => Some(WIDTH_MIN.into()),
            "End" => Some(WIDTH_MAX.into()),
            "Enter" => None,
            _ => return,
        };
        event.prevent_default();
        let width = width.map(fitting_width);
        edge.show(width);
        self.save_later(edge.column, width);
    }

    /// Saves a width once its edge rests.
    fn save_later(&self, column: Column, width: Option<u16>) {
        {
            let mut moved = self.moved.borrow_mut();
            moved.widths.retain(|(known, _)| *known != column);
            moved.widths.push((column, width));
        }
        self.schedule_save();
    }

    fn schedule_save(&self) {
        let mut moved = self.moved.borrow_mut();
        moved.count += 1;
        let (resizer, count) = (self.clone(), moved.count);
        set_timeout(move || resizer.save_if_at_rest(count), REST);
    }

    fn save_if_at_rest(&self, count: u32) {
        if self.moved.borrow().count != count || self.drag.borrow().is_some() {
            return;
        }
        let moved = std::mem::take(&mut self.moved.borrow_mut().widths);
        if moved.is_empty() {
            return;
        }
        let focused = document().active_element().map(|element| element.id()).filter(|id| id.starts_with("width-"));
        self.settings.widths.update(|widths| {
            for (column, width) in &moved {
                set_width(widths, *column, *width);
            }
        });
        if let Some(id) = focused {
            request_animation_frame(move || focus(&id));
        }
        let pairs = moved.into_iter().flat_map(|(column, width)| {
            let width = width.map(|width| width.to_string()).unwrap_or_default();
            [("sized", column.as_str().to_owned()), ("width", width)]
        });
        post(COLUMNS, pairs.chain([("widths", "1".to_owned())]), |_| {});
    }
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()
}

/// The link of a row lies over all of its cells. It tells what is under the pointer: the whole of a text that is cut, the
/// exact time of an age.
fn show_tooltip(event: &Event, x: f64) -> Option<()> {
    let link = target(event)?;
    if !link.matches(".tickets .row-link").unwrap_or(false) {
        return None;
    }
    let cells = link.closest("tr").ok()??.query_selector_all("td").ok()?;
    let cells = (0..cells.length()).filter_map(|place| cells.item(place)?.dyn_into::<Element>().ok());
    let under = |cell: &Element| {
        let place = cell.get_bounding_client_rect();
        place.left() <= x && x < place.right()
    };
    let cell = cells.into_iter().find(under)?;
    let text = if cell.contains(Some(&link)) { &link } else { &cell };
    let title = match cell.query_selector("time").ok()? {
        Some(time) => time.get_attribute("title"),
        None => text.text_content().filter(|_| text.scroll_width() > text.client_width()),
    };
    match title {
        Some(title) if link.get_attribute("title").as_ref() == Some(&title) => Some(()),
        Some(title) => link.set_attribute("title", &title).ok(),
        None => link.remove_attribute("title").ok(),
    }
}
