//! The texts: a webshop's orders, returns, offers and log-in codes.

use std::borrow::Cow;

use super::{Button, Category, Header, MediaKind, Status, Template};

/// What most templates share; each entry names only what differs.
const PLAIN: Template = Template {
    id: 0,
    name: "",
    language: "en_GB",
    category: Category::Utility,
    status: Status::Approved,
    reason: None,
    header: None,
    body: Cow::Borrowed(""),
    examples: Cow::Borrowed(&[]),
    footer: None,
    buttons: &[],
};

pub(super) const TEMPLATES: &[Template] = &[
    // No parameters at all.
    Template {
        id: 710001,
        name: "hello_world",
        language: "en",
        body: Cow::Borrowed("Hello. This number is now set up to send you news about your orders."),
        ..PLAIN
    },
    Template {
        id: 710002,
        name: "hello_world",
        language: "en_US",
        body: Cow::Borrowed("Hello. This number is now set up to send you news about your orders."),
        ..PLAIN
    },
    // One name in four languages.
    Template {
        id: 710011,
        name: "order_update",
        language: "en_GB",
        body: Cow::Borrowed(
            "Hello {{1}}, your parcel with {{2}} left our warehouse today. It should reach you within two working days.",
        ),
        examples: Cow::Borrowed(&["Ana", "order 4711"]),
        footer: Some("Reply STOP to end these messages"),
        ..PLAIN
    },
    Template {
        id: 710012,
        name: "order_update",
        language: "en_US",
        body: Cow::Borrowed(
            "Hi {{1}}, your package with {{2}} left our warehouse today. It should reach you within two business days.",
        ),
        examples: Cow::Borrowed(&["Ana", "order 4711"]),
        footer: Some("Reply STOP to end these messages"),
        ..PLAIN
    },
    Template {
        id: 710013,
        name: "order_update",
        language: "de",
        body: Cow::Borrowed(
            "Hallo {{1}}, dein Paket mit {{2}} hat heute unser Lager verlassen. Es sollte in zwei Werktagen bei dir sein.",
        ),
        examples: Cow::Borrowed(&["Ana", "Bestellung 4711"]),
        footer: Some("Antworte STOP, um nichts mehr zu erhalten"),
        ..PLAIN
    },
    Template {
        id: 710014,
        name: "order_update",
        language: "es",
        body: Cow::Borrowed(
            "Hola, {{1}}: tu paquete con {{2}} ha salido hoy de nuestro almacén. Debería llegarte en dos días laborables.",
        ),
        examples: Cow::Borrowed(&["Ana", "el pedido 4711"]),
        footer: Some("Responde STOP para no recibir más mensajes"),
        ..PLAIN
    },
    // As many values as a long text has.
    Template {
        id: 710015,
        name: "parcel_details",
        language: "en_GB",
        body: Cow::Borrowed(
            "Hello {{1}}, here is your order {{2}} of {{3}}. {{4}} comes with {{5}} to {{6}}, {{7}}, on {{8}} between {{9}} and {{10}} o'clock.",
        ),
        examples: Cow::Borrowed(&[
            "Ana",
            "4711",
            "Monday",
            "Your linen shirt",
            "our van",
            "Mill Lane 7",
            "Leeds",
            "Friday",
            "9",
            "11",
        ]),
        ..PLAIN
    },
    // Image header; a static button takes no value.
    Template {
        id: 710021,
        name: "promo_picture",
        language: "pt_BR",
        category: Category::Marketing,
        header: Some(Header::Media(MediaKind::Image)),
        body: Cow::Borrowed("Olá, {{1}}! A nova coleção chegou. As primeiras peças já estão na loja."),
        examples: Cow::Borrowed(&["Ana"]),
        buttons: &[Button::Url {
            text: "Ver a coleção",
            url: "https://shop.example.com/br/novidades",
            example: None,
        }],
        ..PLAIN
    },
    Template {
        id: 710022,
        name: "promo_picture",
        language: "en_GB",
        category: Category::Marketing,
        header: Some(Header::Media(MediaKind::Image)),
        body: Cow::Borrowed(
            "Hello {{1}}, the new collection is here. The first pieces are in the shop from today.",
        ),
        examples: Cow::Borrowed(&["Ana"]),
        footer: Some("Reply STOP to end these offers"),
        buttons: &[Button::Url {
            text: "See the collection",
            url: "https://shop.example.com/new",
            example: None,
        }],
        ..PLAIN
    },
    // Document header.
    Template {
        id: 710031,
        name: "invoice_ready",
        language: "de",
        header: Some(Header::Media(MediaKind::Document)),
        body: Cow::Borrowed(
            "Guten Tag {{1}}, die Rechnung {{2}} zu deiner Bestellung hängt an dieser Nachricht.",
        ),
        examples: Cow::Borrowed(&["Ana", "INV-2041"]),
        ..PLAIN
    },
    Template {
        id: 710032,
        name: "invoice_ready",
        language: "en_GB",
        header: Some(Header::Media(MediaKind::Document)),
        body: Cow::Borrowed("Hello {{1}}, invoice {{2}} for your order is attached to this message."),
        examples: Cow::Borrowed(&["Ana", "INV-2041"]),
        ..PLAIN
    },
    // Document header and a dynamic address.
    Template {
        id: 710041,
        name: "order_receipt",
        language: "en_GB",
        header: Some(Header::Media(MediaKind::Document)),
        body: Cow::Borrowed("Thank you, {{1}}. Your order is confirmed and the receipt is attached."),
        examples: Cow::Borrowed(&["Ana"]),
        buttons: &[Button::Url {
            text: "Track your order",
            url: "https://shop.example.com/orders/{{1}}",
            example: Some("https://shop.example.com/orders/4711"),
        }],
        ..PLAIN
    },
    // Video header.
    Template {
        id: 710051,
        name: "how_to_return",
        language: "en_GB",
        header: Some(Header::Media(MediaKind::Video)),
        body: Cow::Borrowed("Hello {{1}}, this short video shows how to send something back free of charge."),
        examples: Cow::Borrowed(&["Ana"]),
        ..PLAIN
    },
    Template {
        id: 710052,
        name: "how_to_return",
        language: "es",
        header: Some(Header::Media(MediaKind::Video)),
        body: Cow::Borrowed("Hola, {{1}}: este vídeo muestra cómo devolver un artículo sin coste."),
        examples: Cow::Borrowed(&["Ana"]),
        ..PLAIN
    },
    // Text header with a value, a code to copy.
    Template {
        id: 710061,
        name: "summer_sale",
        language: "en_GB",
        category: Category::Marketing,
        header: Some(Header::Text { text: "{{1}} off until Sunday", example: Some("25 %") }),
        body: Cow::Borrowed("Hello {{1}}, the summer sale is on. Use the code below on everything in {{2}}."),
        examples: Cow::Borrowed(&["Ana", "outdoor furniture"]),
        footer: Some("Reply STOP to end these offers"),
        buttons: &[Button::CopyCode { example: "SUMMER25" }],
        ..PLAIN
    },
    Template {
        id: 710062,
        name: "summer_sale",
        language: "es",
        category: Category::Marketing,
        header: Some(Header::Text { text: "{{1}} de descuento hasta el domingo", example: Some("25 %") }),
        body: Cow::Borrowed(
            "Hola, {{1}}: han empezado las rebajas. Usa el código en todo lo que encuentres en {{2}}.",
        ),
        examples: Cow::Borrowed(&["Ana", "muebles de exterior"]),
        footer: Some("Responde STOP para no recibir más ofertas"),
        buttons: &[Button::CopyCode { example: "VERANO25" }],
        ..PLAIN
    },
    // Quick replies and a dynamic address.
    Template {
        id: 710071,
        name: "survey_request",
        language: "en_US",
        body: Cow::Borrowed("Hi {{1}}, your package has arrived. Are you happy with your order?"),
        examples: Cow::Borrowed(&["Ana"]),
        buttons: &[
            Button::QuickReply { text: "Yes, I am" },
            Button::QuickReply { text: "Not quite" },
            Button::Url {
                text: "Open the order",
                url: "https://shop.example.com/{{1}}",
                example: Some("https://shop.example.com/parcels/991"),
            },
        ],
        ..PLAIN
    },
    // Written from right to left; a text header without a value.
    Template {
        id: 710081,
        name: "delivery_slot",
        language: "ar",
        header: Some(Header::Text { text: "موعد التوصيل", example: None }),
        body: Cow::Borrowed(
            "مرحبًا {{1}}، سيصل طلبك يوم {{2}}. يمكنك اختيار موعد آخر إذا لم يناسبك هذا الموعد.",
        ),
        examples: Cow::Borrowed(&["آنا", "الأحد"]),
        buttons: &[Button::QuickReply { text: "الموعد مناسب" }, Button::QuickReply { text: "موعد آخر" }],
        ..PLAIN
    },
    // Static buttons only: an address and a number.
    Template {
        id: 710091,
        name: "store_visit",
        language: "en_GB",
        category: Category::Marketing,
        body: Cow::Borrowed("Hello {{1}}, the shop in {{2}} opens on Saturday. Come and have a look round."),
        examples: Cow::Borrowed(&["Ana", "Leeds"]),
        footer: Some("Reply STOP to end these offers"),
        buttons: &[
            Button::Url { text: "Find the shop", url: "https://shop.example.com/shops", example: None },
            Button::Phone { text: "Call us", number: "+441134960900" },
        ],
        ..PLAIN
    },
    // A one-time code: given twice, as the body's value and as the button's.
    Template {
        id: 710101,
        name: "login_code",
        language: "en_GB",
        category: Category::Authentication,
        body: Cow::Borrowed("Your verification code is {{1}}. For your security, do not share this code."),
        examples: Cow::Borrowed(&["482913"]),
        footer: Some("This code expires in 10 minutes."),
        buttons: &[Button::OneTimeCode { text: "Copy code" }],
        ..PLAIN
    },
    Template {
        id: 710102,
        name: "login_code",
        language: "de",
        category: Category::Authentication,
        body: Cow::Borrowed(
            "Dein Bestätigungscode lautet {{1}}. Gib diesen Code zu deiner Sicherheit nicht weiter.",
        ),
        examples: Cow::Borrowed(&["482913"]),
        footer: Some("Dieser Code läuft in 10 Minuten ab."),
        buttons: &[Button::OneTimeCode { text: "Code kopieren" }],
        ..PLAIN
    },
    // Three that cannot be sent.
    Template {
        id: 710111,
        name: "flash_prizes",
        language: "en_GB",
        category: Category::Marketing,
        status: Status::Rejected,
        reason: Some("SCAM"),
        body: Cow::Borrowed("Hello {{1}}, you have been chosen. Answer within the hour to claim your prize."),
        examples: Cow::Borrowed(&["Ana"]),
        ..PLAIN
    },
    Template {
        id: 710121,
        name: "winter_preview",
        language: "en_GB",
        category: Category::Marketing,
        status: Status::Paused,
        body: Cow::Borrowed("Hello {{1}}, see the winter collection before everyone else."),
        examples: Cow::Borrowed(&["Ana"]),
        footer: Some("Reply STOP to end these offers"),
        ..PLAIN
    },
    Template {
        id: 710131,
        name: "loyalty_points",
        language: "pt_BR",
        category: Category::Marketing,
        status: Status::Pending,
        body: Cow::Borrowed("Olá, {{1}}! Você tem {{2}} pontos, válidos até o fim do mês."),
        examples: Cow::Borrowed(&["Ana", "340"]),
        ..PLAIN
    },
];
