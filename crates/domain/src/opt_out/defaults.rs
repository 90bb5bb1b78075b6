//! The lists that an integration starts with, and the polite words that may stand around a keyword.
//!
//! What a customer could mean otherwise is left out: "cancel" may be an order, "end" a conversation, "decline" an offer, and
//! without its accents a Vietnamese "stop" reads like "yes".

use std::collections::BTreeMap;

/// Keywords by language.
pub type List = &'static [(&'static str, &'static [&'static str])];

pub const STOP: List = &[
    (
        "en",
        &[
            "stop",
            "stop all",
            "stopall",
            "stop promotions",
            "stop messages",
            "unsubscribe",
            "unsubscribe me",
            "opt out",
            "optout",
            "stop it",
            "stop messaging me",
            "stop texting me",
            "stop sending me messages",
            "no more messages",
            "remove me",
        ],
    ),
    (
        "de",
        &[
            "stopp",
            "aufhören",
            "abmelden",
            "abbestellen",
            "austragen",
            "keine nachrichten mehr",
            "keine werbung mehr",
        ],
    ),
    (
        "es",
        &[
            "baja",
            "dar de baja",
            "darme de baja",
            "date de baja",
            "parar",
            "detener",
            "cancelar suscripción",
            "no más mensajes",
            "no quiero más mensajes",
            "no me envíen más mensajes",
        ],
    ),
    (
        "pt-BR",
        &[
            "parar",
            "pare",
            "sair",
            "descadastrar",
            "cancelar inscrição",
            "não quero mais receber",
            "não quero mais mensagens",
        ],
    ),
    (
        "vi",
        &[
            "dừng",
            "dừng lại",
            "ngừng",
            "ngừng nhận tin",
            "ngung nhan tin",
            "hủy đăng ký",
            "huỷ đăng ký",
            "huy dang ky",
            "từ chối nhận tin",
            "tu choi nhan tin",
            "tc",
        ],
    ),
    ("ar", &["توقف", "توقفوا", "أوقف", "أوقفوا", "إيقاف", "قف", "إلغاء الاشتراك", "ألغ الاشتراك"]),
];

pub const START: List = &[
    ("en", &["start", "unstop", "subscribe", "resubscribe", "opt in", "optin"]),
    ("de", &["anmelden", "abonnieren", "wieder anmelden"]),
    ("es", &["alta", "darme de alta", "suscribir", "suscribirme", "iniciar"]),
    ("pt-BR", &["começar", "iniciar", "inscrever", "cadastrar", "quero receber"]),
    ("vi", &["bắt đầu", "bat dau", "đăng ký", "dang ky", "nhận tin", "nhan tin"]),
    ("ar", &["ابدأ", "اشترك", "اشتراك", "تفعيل"]),
];

/// Words and phrases that change nothing about a wish.
pub const POLITE: &[&str] = &[
    "please",
    "pls",
    "plz",
    "thanks",
    "thank you",
    "thank you very much",
    "many thanks",
    "thx",
    "ty",
    "kindly",
    "hi",
    "hello",
    "hey",
    "bitte",
    "danke",
    "vielen dank",
    "danke schön",
    "dankeschön",
    "hallo",
    "guten tag",
    "por favor",
    "gracias",
    "muchas gracias",
    "hola",
    "buenos días",
    "buenas tardes",
    "obrigado",
    "obrigada",
    "muito obrigado",
    "muito obrigada",
    "olá",
    "oi",
    "bom dia",
    "boa tarde",
    "xin",
    "vui lòng",
    "làm ơn",
    "xin vui lòng",
    "cảm ơn",
    "cám ơn",
    "xin cảm ơn",
    "xin chào",
    "ạ",
    "nhé",
    "من فضلك",
    "من فضلكم",
    "لو سمحت",
    "لو سمحتم",
    "رجاء",
    "شكرا",
    "شكرا لك",
    "شكرا لكم",
    "مرحبا",
    "السلام عليكم",
];

/// A list in the form in which it is stored.
pub fn list(list: List) -> BTreeMap<String, Vec<String>> {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    crate::order::gathered(list.iter().map(|(language, keywords)| ((*language).to_owned(), words(keywords))))
}
