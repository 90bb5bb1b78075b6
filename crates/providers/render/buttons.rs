//! Values of a template's buttons, and whether they are the buttons that the template has.

use whatsapp_domain::{
    Binding, Button, ButtonKind, FilledButton, Finding, Fix, Said, Template, TextSpan, json,
    limits::{BUTTONS_MAX, COPY_CODE_MAX, QUICK_REPLY_PAYLOAD_MAX},
    order,
    quote::quote,
    say,
    text_length::{check_copy_code, check_quick_reply},
    words,
};

use super::{
    empty::Empty,
    fill::{Filled, Values},
    mend,
    shorten::{self, Cut},
    version::Version,
};

/// The filled buttons by index.
pub(super) fn fill(version: &Version<'_>, values: &mut Values<'_>) -> Option<Vec<FilledButton>> {
    let (template, buttons) = (version.synced, version.rows.buttons);
    let rows = format!("{}.buttons", version.rows_at);
    // So many are a mistake as a whole, and are not judged one by one.
    if buttons.len() > BUTTONS_MAX {
        let text = say!(
            "There are {count} buttons here, and a template has {most} at most.",
            count = buttons.len(),
            most = BUTTONS_MAX
        );
        let kept: Vec<&Button> = buttons
            .iter()
            .filter(|button| usize::from(button.index) < BUTTONS_MAX)
            .take(BUTTONS_MAX)
            .collect();
        let label = say!("Keep the first {count}", count = BUTTONS_MAX);
        let fix = Some(Fix::new(label, None, json::value(&kept)));
        values.findings.push(Finding { fix, ..Finding::error("buttons-too-many", rows, text) });
        return None;
    }
    values.findings.extend(check_places(buttons, &rows));
    if let Some(template) = template {
        values.findings.extend(compare(version, template));
    }
    let mut filled = Vec::with_capacity(buttons.len());
    for (place, button) in buttons.iter().enumerate() {
        let field = format!("{rows}[{place}].value");
        let registered = template.and_then(|template| template.buttons.get(usize::from(button.index)));
        let what = match registered {
            Some(registered) => say!("The value of the button {button}", button = quote(&registered.text)),
            None => say!("The value of button {number}", number = u32::from(button.index) + 1),
        };
        let value = values.binding(&button.value, &field, Empty { code: "button-value-empty", what: &what });
        if let Some(value) = &value {
            let url = registered.and_then(|registered| registered.url.as_deref());
            check_value(button, value, url, &field, values);
        }
        filled.push(value.map(|value| FilledButton {
            index: button.index,
            kind: button.kind,
            value: value.text.trim().to_owned(),
        }));
    }
    let filled: Vec<FilledButton> = filled.into_iter().collect::<Option<_>>()?;
    Some(order::by_number(filled, |button| button.index.into()))
}

fn check_places(buttons: &[Button], rows: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, button) in buttons.iter().enumerate() {
        let field = format!("{rows}[{place}]");
        let without = || without(buttons, place, rows);
        let number = u32::from(button.index) + 1;
        if usize::from(button.index) >= BUTTONS_MAX {
            let text = say!(
                "There is no button {number}: a template has {most} at most.",
                number = number,
                most = BUTTONS_MAX
            );
            findings.push(Finding { fix: without(), ..Finding::error("button-index", field, text) });
        } else if buttons[..place].iter().any(|earlier| earlier.index == button.index) {
            let text = say!("Button {number} has two values here. Keep one of them.", number = number);
            findings.push(Finding { fix: without(), ..Finding::error("button-duplicate", field, text) });
        }
    }
    findings
}

fn check_value(button: &Button, filled: &Filled, url: Option<&str>, field: &str, values: &mut Values<'_>) {
    let value = filled.text.trim();
    if value.is_empty() {
        return;
    }
    match button.kind {
        ButtonKind::QuickReply | ButtonKind::CopyCode => {
            let (finding, max) = match button.kind {
                ButtonKind::QuickReply => (check_quick_reply(value, field), QUICK_REPLY_PAYLOAD_MAX),
                _ => (check_copy_code(value, field), COPY_CODE_MAX),
            };
            if let Some(finding) = finding {
                let fix = shorten::value(values, &button.value, filled, field, max, Cut::Anywhere);
                let at = shorten::beyond(&button.value, filled, max);
                values.findings.push(mend::with(finding, fix).with_at(at));
            }
        }
        ButtonKind::Url => {
            values.findings.extend(space_finding(&button.value, filled, field, values));
            values.findings.extend(whole_url_finding(&button.value, filled, url, field, values));
        }
    }
}

/// The value ends an address, in which a space is cut off or refused.
fn space_finding(binding: &Binding, filled: &Filled, field: &str, values: &Values<'_>) -> Option<Finding> {
    let is_good = |text: &str| !text.trim().contains(char::is_whitespace);
    if is_good(&filled.text) {
        return None;
    }
    let text = say!(
        "{value} contains a space, and it is the end of a web address.",
        value = quote(filled.text.trim())
    );
    let encode = |text: &str| text.trim().replace(' ', "%20");
    // A typed text with Jinja in it is full of spaces that must stay.
    let rewrite = |text: &str| if super::fill::has_jinja(text) { text.to_owned() } else { encode(text) };
    let fix =
        mend::mended(values, binding, filled, rewrite, |inner, _| format!("{inner} | urlencode"), is_good)
            .map(|(part, text)| {
                mend::text_fix(words!("Write spaces as %20"), format!("{field}.{part}"), text)
            });
    let at = binding.value.trim_end().chars().enumerate().skip_while(|(_, c)| c.is_whitespace());
    let at = at.into_iter().find(|(_, c)| c.is_whitespace()).filter(|_| filled.is_literal(binding));
    let at = at.map(|(start, _)| TextSpan { start, end: start + 1 });
    Some(mend::with(Finding::error("button-url-space", field, text), fix).with_at(at))
}

/// The registered address has a host already, and the value is put behind it.
fn whole_url_finding(
    binding: &Binding,
    filled: &Filled,
    url: Option<&str>,
    field: &str,
    values: &Values<'_>,
) -> Option<Finding> {
    let value = filled.text.trim();
    let lower = value.to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return None;
    }
    let prefix = url.and_then(|url| url.split("{{").next()).filter(|prefix| prefix.contains("://"));
    let text = match prefix {
        Some(prefix) => say!(
            "{value} is a whole address, and the button's own starts with {prefix} already. Give only what follows.",
            value = quote(value),
            prefix = quote(prefix)
        ),
        None => say!(
            "{value} is a whole address. A button's registered address has its start already; give only what follows.",
            value = quote(value)
        ),
    };
    let finding = Finding::warning("button-url-whole", field, text);
    let fix = prefix.filter(|_| !filled.is_fallback).and_then(|prefix| {
        let rest = binding.value.trim().strip_prefix(prefix).filter(|rest| !rest.is_empty())?;
        values.trial(rest)?;
        Some(mend::text_fix(say!("Use {value}", value = quote(rest)), format!("{field}.value"), rest))
    });
    Some(mend::with(finding, fix))
}

fn kind_noun(kind: ButtonKind) -> Said {
    match kind {
        ButtonKind::QuickReply => say!("a quick reply"),
        ButtonKind::Url => say!("a link"),
        ButtonKind::CopyCode => say!("a code to copy"),
    }
}

/// What differs between the template's buttons that take values and those of the node.
fn compare(version: &Version<'_>, template: &Template) -> Vec<Finding> {
    let (name, buttons) = (&version.label, version.rows.buttons);
    let at = format!("{}.buttons", version.at);
    let mut findings = Vec::new();
    for (place, button) in buttons.iter().enumerate() {
        let field = format!("{at}[{place}]");
        let number = usize::from(button.index) + 1;
        match template.buttons.get(usize::from(button.index)) {
            None => {
                let text =
                    say!("{name} has no button {number}. Remove it here.", name = name, number = number);
                findings.push(Finding {
                    fix: without(buttons, place, &at),
                    ..Finding::error("button-unknown", field, text)
                });
            }
            Some(registered) => match registered.takes {
                Some(kind) if kind == button.kind => {}
                Some(kind) => {
                    let text = say!(
                        "Button {number} of {name}, {button}, is {wanted}, and here it is {found}.",
                        number = number,
                        name = name,
                        button = quote(&registered.text),
                        wanted = kind_noun(kind),
                        found = kind_noun(button.kind)
                    );
                    let path = format!("{at}[{place}].type");
                    let label = say!("Make it {kind}", kind = kind_noun(kind));
                    let fix = Some(mend::text_fix(label, path, json::value(&kind)));
                    findings.push(Finding { fix, ..Finding::error("button-kind", field, text) });
                }
                None => {
                    let text = say!(
                        "The button {button} of {name} takes no value. Remove it here.",
                        button = quote(&registered.text),
                        name = name
                    );
                    let finding = Finding::error("button-takes-no-value", field, text);
                    findings.push(Finding { fix: without(buttons, place, &at), ..finding });
                }
            },
        }
    }
    findings.extend(missing(version, template, &at));
    findings
}

fn without(buttons: &[Button], place: usize, field: &str) -> Option<Fix> {
    let kept: Vec<&Button> =
        buttons.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, button)| button).collect();
    let value = json::value(&kept);
    Some(Fix::new(say!("Remove it"), Some(field.to_owned()), value))
}

/// Buttons of the template that take a value and have none here. One repair adds them all, quick replies with their
/// label, which is what WhatsApp returns for one without a payload.
fn missing(version: &Version<'_>, template: &Template, field: &str) -> Option<Finding> {
    let buttons = version.rows.buttons;
    let absent: Vec<(u8, ButtonKind, &str)> = template
        .buttons
        .iter()
        .zip(0u8..)
        .filter_map(|(registered, index)| Some((index, registered.takes?, registered.text.as_str())))
        .filter(|(index, ..)| !buttons.iter().any(|button| button.index == *index))
        .collect();
    let names: Vec<String> = absent.iter().map(|(.., text)| quote(text)).collect();
    let text = match names.as_slice() {
        [] => return None,
        [one] => say!("The button {button} has no value yet. Add it.", button = one),
        many => say!("The buttons {buttons} have no values yet. Add them.", buttons = many.join(", ")),
    };
    let mut all = buttons.to_vec();
    all.extend(absent.into_iter().map(|(index, kind, text)| {
        let payload = if kind == ButtonKind::QuickReply { text } else { "" };
        Button { index, kind, value: Binding::new(payload) }
    }));
    let all = order::by_number(all, |button| button.index.into());
    let label = if names.len() == 1 { words!("Add the button") } else { words!("Add the buttons") };
    let fix = Some(Fix::new(label, None, json::value(&all)));
    Some(Finding { fix, ..Finding::error("button-missing", field, text) })
}
