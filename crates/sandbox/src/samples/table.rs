//! All addresses of the media host.

use super::{Does, Fate, JPEG, LOGIN, MP4, PDF, PNG, Sample, WEBP, sample};

pub(super) const SAMPLES: [Sample; 23] = {
    use Does::{Cut, File, Missing, NeedsLogin, Padded, Redirect, Signed, Slow, WithoutParts, WithoutSize};
    use Fate::{NotFetched, NotTaken, Shown, TooLarge};
    const JPG: &str = "image/jpeg";
    [
        sample(
            "picture.jpg",
            "image",
            File { bytes: JPEG, declared: JPG },
            Shown,
            "A JPEG, 640 × 360 pixels.",
        ),
        sample(
            "picture.png",
            "image",
            File { bytes: PNG, declared: "image/png" },
            Shown,
            "A PNG, 320 × 180 pixels.",
        ),
        sample(
            "video.mp4",
            "video",
            File { bytes: MP4, declared: "video/mp4" },
            Shown,
            "An MP4 of one second (H.264).",
        ),
        sample(
            "document.pdf",
            "document",
            File { bytes: PDF, declared: "application/pdf" },
            Shown,
            "A PDF of one page.",
        ),
        sample(
            "signed.jpg",
            "image",
            Signed,
            Shown,
            "A JPEG behind a signed link; without a valid time in the address 403.",
        ),
        sample("redirect.jpg", "image", Redirect("picture.jpg"), Shown, "Leads on to picture.jpg."),
        sample(
            "no-parts.jpg",
            "image",
            WithoutParts,
            Shown,
            "A JPEG from a server that sends whole files only.",
        ),
        sample(
            "no-size.jpg",
            "image",
            WithoutSize,
            Shown,
            "A JPEG from a server that does not tell its size.",
        ),
        sample(
            "undeclared.jpg",
            "image",
            File { bytes: JPEG, declared: "application/octet-stream" },
            Shown,
            "A JPEG that its server declares as anything.",
        ),
        sample(
            "picture.webp",
            "image",
            File { bytes: WEBP, declared: "image/webp" },
            NotTaken,
            "A WebP, which WhatsApp takes for stickers only.",
        ),
        sample(
            "webp-in-disguise.jpg",
            "image",
            File { bytes: WEBP, declared: JPG },
            NotTaken,
            "A WebP that its name and its server call a JPEG.",
        ),
        sample(
            "pdf-in-disguise.jpg",
            "image",
            File { bytes: PDF, declared: JPG },
            NotTaken,
            "A PDF that its name and its server call a JPEG.",
        ),
        sample(
            "too-large.jpg",
            "image",
            Padded { bytes: JPEG, declared: JPG, size: 6 * 1024 * 1024 },
            TooLarge,
            "A JPEG of 6 MB.",
        ),
        sample(
            "too-large.mp4",
            "video",
            Padded { bytes: MP4, declared: "video/mp4", size: 17 * 1024 * 1024 },
            TooLarge,
            "An MP4 of 17 MB.",
        ),
        sample("empty.jpg", "image", File { bytes: &[], declared: JPG }, NotTaken, "An empty file."),
        sample("needs-login.jpg", "image", NeedsLogin, NotFetched, "Asks for a log-in (401)."),
        sample(
            "login-page.jpg",
            "image",
            File { bytes: LOGIN, declared: "text/html; charset=utf-8" },
            NotTaken,
            "A page to sign in on instead of the file, with status 200.",
        ),
        sample(
            "redirect-login.jpg",
            "image",
            Redirect("login-page.jpg"),
            NotTaken,
            "Leads on to a page to sign in on.",
        ),
        sample(
            "redirect-loop.jpg",
            "image",
            Redirect("redirect-loop.jpg"),
            NotFetched,
            "Leads to itself for ever.",
        ),
        sample(
            "redirect-inside.jpg",
            "image",
            Redirect("https://10.0.0.1/picture.jpg"),
            NotFetched,
            "Leads on to an address of a private network.",
        ),
        sample("missing.jpg", "image", Missing, NotFetched, "Is not there (404)."),
        sample("slow.jpg", "image", Slow, NotFetched, "Takes 20 seconds to answer."),
        sample("cut.jpg", "image", Cut, NotFetched, "Ends in the middle."),
    ]
};
