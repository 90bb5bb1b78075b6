use super::*;

/// Toggles a text with `¦` for the caret or `⟨…⟩` for the selection, and shows the outcome in the same way.
fn toggled(text: &str, mark: Mark) -> String {
    let at = |mark: char| text.chars().position(|c| c == mark);
    let selection = match (at('¦'), at('⟨'), at('⟩')) {
        (Some(caret), ..) => caret..caret,
        (_, Some(start), Some(end)) => start..end - 1,
        _ => panic!("no caret in {text}"),
    };
    let plain: String = text.chars().filter(|c| !"¦⟨⟩".contains(*c)).collect();
    let Edit { text, selection: Range { start, end } } = toggle(&plain, selection, mark);
    let chars: Vec<char> = text.chars().collect();
    let part = |range: Range<usize>| chars[range].iter().collect::<String>();
    if start == end {
        format!("{}¦{}", part(0..start), part(start..chars.len()))
    } else {
        format!("{}⟨{}⟩{}", part(0..start), part(start..end), part(end..chars.len()))
    }
}

#[test]
fn marks_go_on_and_off_again() {
    for (mark, off, on) in [
        (Mark::Bold, "Hi ⟨you⟩!", "Hi *⟨you⟩*!"),
        (Mark::Italic, "⟨👨‍👩‍👧 שלום⟩", "_⟨👨‍👩‍👧 שלום⟩_"),
        (Mark::Struck, "a ⟨b⟩", "a ~⟨b⟩~"),
        (Mark::Mono, "a ⟨b\nc⟩", "a ```⟨b\nc⟩```"),
        (Mark::Bold, "⟨a\n\nb⟩", "*⟨a*\n\n*b⟩*"),
        (Mark::Bold, "- ⟨a\n- b⟩", "- *⟨a*\n- *b⟩*"),
        (Mark::Bold, "a ¦b", "a *¦*b"),
        (Mark::Bold, "⟨{{ a }}⟩", "*⟨{{ a }}⟩*"),
        (Mark::Bullets, "⟨a\nb⟩", "⟨- a\n- b⟩"),
        (Mark::Numbers, "⟨a\n\nb⟩", "⟨1. a\n\n2. b⟩"),
        (Mark::Quote, "⟨a\nb⟩", "⟨> a\n> b⟩"),
    ] {
        assert_eq!(toggled(off, mark), on, "{mark:?} on");
        assert_eq!(toggled(on, mark), off, "{mark:?} off");
    }
}

#[test]
fn spaces_stay_outside_because_whatsapp_wants_them_there() {
    assert_eq!(toggled("Hi⟨ you ⟩!", Mark::Bold), "Hi *⟨you⟩* !");
    assert_eq!(toggled("⟨ a \n b ⟩", Mark::Italic), " _⟨a_ \n _b⟩_ ");
    assert_eq!(toggled("a⟨  ⟩b", Mark::Bold), "¦a  b", "nothing but spaces has nothing to mark");
}

#[test]
fn selected_marks_come_off_too() {
    assert_eq!(toggled("Hi ⟨*you*⟩!", Mark::Bold), "Hi ⟨you⟩!");
    assert_eq!(toggled("⟨```a```⟩", Mark::Mono), "⟨a⟩");
    assert_eq!(toggled("⟨*a*\nb⟩", Mark::Bold), "*⟨*a**\n*b⟩*", "half of it marked: all of it gets marks");
}

#[test]
fn variables_are_marked_whole() {
    assert_eq!(toggled("Hi {{ fi⟨rst }} y⟩ou", Mark::Bold), "Hi *⟨{{ first }} y⟩*ou");
    assert_eq!(toggled("⟨Hi {{ fi⟩rst }}", Mark::Bold), "*⟨Hi {{ first }}⟩*");
    assert_eq!(toggled("{{ fi¦rst }}", Mark::Bold), "{{ first }}*¦*");
}

#[test]
fn lists_replace_each_other_and_keep_the_caret() {
    assert_eq!(toggled("⟨- a\n- b⟩", Mark::Numbers), "⟨1. a\n2. b⟩");
    assert_eq!(toggled("⟨1. a\n2. b⟩", Mark::Quote), "⟨> a\n> b⟩");
    assert_eq!(toggled("a\nbc¦d\ne", Mark::Bullets), "a\n- bc¦d\ne");
    assert_eq!(toggled("a\n- bc¦d\ne", Mark::Bullets), "a\nbc¦d\ne");
    assert_eq!(toggled("¦", Mark::Bullets), "- ¦");
    assert_eq!(toggled("- ¦", Mark::Bullets), "¦");
    assert_eq!(toggled("¦- a", Mark::Bullets), "¦a");
    assert_eq!(toggled("⟨a\n⟩b", Mark::Bullets), "⟨- a⟩\nb", "the next line is not touched");
}

#[test]
fn keys_are_those_of_other_editors() {
    assert_eq!(Mark::of_key("b", false), Some(Mark::Bold));
    assert_eq!(Mark::of_key("X", true), Some(Mark::Struck));
    assert_eq!(Mark::of_key("x", false), None, "cutting stays cutting");
    assert_eq!(Mark::of_key("Backspace", false), None);
}
