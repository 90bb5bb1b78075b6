//! The template languages in Infobip's published schema. A code outside the list is refused at once.

const CODES: &str = "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA az bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da nl nl_BE en \
    en_GB en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi fr fr_BE fr_CA \
    fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb fa pl \
    pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_HN es_MX es_PA es_PE es_ES es_UY sw sv \
    ta te th tr uk ur uz vi zu";

/// Compared to the letter.
pub(super) fn is_known(code: &str) -> bool {
    CODES.split_whitespace().any(|known| known == code)
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn to_the_letter() {
        assert!(is_known("en_GB") && is_known("zu") && is_known("fil"));
        for bad in ["en-GB", "EN_GB", "en_gb", "", "xx", "en_GB en_US"] {
            assert!(!is_known(bad), "{bad}");
        }
        assert!(crate::templates::all().iter().all(|t| is_known(t.language)));
    }
}
