//! WhatsApp's limits and our defaults, each in one place. Lengths are in Unicode scalar values ("characters").
//! Sources: Infobip's OpenAPI 3.210.0 and Meta's Cloud API reference v23.0.

/// Longest text message.
pub const TEXT_MAX: usize = 4096;
/// Longest caption that WhatsApp itself documents; longer ones are a warning.
pub const CAPTION_WHATSAPP_MAX: usize = 1024;
/// Longest template body after its placeholders are filled.
pub const TEMPLATE_BODY_MAX: usize = 1024;
/// Longest template header text after its placeholder is filled.
pub const TEMPLATE_HEADER_TEXT_MAX: usize = 60;
/// Longest template name.
pub const TEMPLATE_NAME_MAX: usize = 512;
/// Longest media URL.
pub const MEDIA_URL_MAX: usize = 2048;
/// Longest file name of a document.
pub const FILENAME_MAX: usize = 240;
/// Longest payload of a quick-reply button.
pub const QUICK_REPLY_PAYLOAD_MAX: usize = 128;
/// Longest coupon code of a copy-code button.
pub const COPY_CODE_MAX: usize = 15;
/// Buttons in one template.
pub const BUTTONS_MAX: usize = 10;
/// Spaces in a row that a template parameter may hold.
pub const PARAMETER_SPACES_MAX: usize = 4;
/// Messages a second of an integration, unless it says otherwise.
pub const MESSAGES_PER_SECOND_DEFAULT: u32 = 20;
/// Templates of an integration, unless it says otherwise.
pub const TEMPLATES_DEFAULT: u32 = 300;
/// Hours after a customer's last message in which free messages are allowed.
pub const CUSTOMER_SERVICE_WINDOW_HOURS: u32 = 24;
