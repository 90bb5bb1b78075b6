use std::path::Path;

use serde_json::json;
use whatsapp_domain::{Limits, QuickTest, QuickTestPage, Secret, Secrets, Settings, TwoWay};

use super::{testing::noted, *};
use crate::{access::LOCAL, vault::key::Key};

async fn open(folder: &Path, key: u8) -> Result<Store, StoreError> {
    let lock = Lock::take(folder)?;
    let queue = QueueLimits { webhooks: 1024, bytes: 1 << 24 };
    Store::open(folder, Vault::new(&Key::from_bytes([key; 32])), lock, queue).await
}

fn secrets(text: &str) -> Secrets {
    [("apiKey".to_owned(), Secret::new(text))].into()
}

async fn create(store: &Store, id: &str, secret: &str) {
    let settings = Settings::from([("baseUrl".to_owned(), "https://x.api.infobip.com".to_owned())]);
    let secrets = secrets(secret);
    let (two_way, limits) = (TwoWay::default(), Limits::default());
    let save = SaveIntegration {
        name: "Shop",
        provider: "infobip",
        settings: &settings,
        secrets: &secrets,
        two_way: &two_way,
        limits: &limits,
    };
    store.create_integration(id, &save, "2026-01-01T00:00:00.000Z", LOCAL, noted()).await.unwrap();
}

fn test(id: &str, integration: &str) -> QuickTest {
    serde_json::from_value(json!({
        "id": id, "integration": integration, "integrationName": "Shop", "provider": "infobip",
        "createdAt": "2026-01-01T00:00:00.000Z",
        "reached": {"e164": "+447400123456", "international": "+44 7400 123456", "region": "GB", "country": "United Kingdom"},
        "message": {"type": "text", "text": "Hi", "previewUrl": false},
        "request": {"method": "POST", "url": "https://x.example/", "headers": {}, "body": {}},
        "outcome": {"verdict": "accepted", "code": "accepted", "cause": "", "retry": "never", "safeToRepeat": false, "known": true},
        "durationMs": 1,
    }))
    .unwrap()
}

#[tokio::test]
async fn what_is_saved_is_there_after_a_restart_and_opens_under_its_key_only() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    create(&store, "int_1", "planted-0123456789abcdef").await;
    store.close().await;
    drop(store);

    assert!(matches!(open(folder.path(), 2).await, Err(StoreError::WrongKey)));
    let store = open(folder.path(), 1).await.unwrap();
    let account = store.account("int_1").await.unwrap().unwrap();
    assert_eq!(account.secrets, secrets("planted-0123456789abcdef"));
    assert_eq!(account.integration.secrets["apiKey"].hint, "…cdef");
    assert_eq!(store.integrations(LOCAL).await.unwrap(), std::slice::from_ref(&account.integration));
}

#[tokio::test]
async fn two_proxies_do_not_share_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    assert!(matches!(open(folder.path(), 1).await, Err(StoreError::InUse(_))));
    store.close().await;
    drop(store);
    open(folder.path(), 1).await.unwrap();
}

#[tokio::test]
async fn a_sealed_value_moved_to_another_integration_does_not_open() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    create(&store, "int_1", "first-secret-0123456789").await;
    create(&store, "int_2", "second-secret-012345678").await;
    sqlx::query("UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE integration = 'int_1') WHERE integration = 'int_2'")
        .execute(&store.writer)
        .await
        .unwrap();
    assert!(store.account("int_1").await.is_ok());
    assert!(matches!(store.account("int_2").await, Err(StoreError::Seal(_))));
}

#[tokio::test]
async fn a_change_is_refused_when_another_came_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    create(&store, "int_1", "first-secret-0123456789").await;
    let seen = store.account("int_1").await.unwrap().unwrap();
    let settings = seen.integration.settings.clone();
    let secrets = secrets("other-secret-0123456789");
    let save = SaveIntegration {
        name: "Renamed",
        provider: "infobip",
        settings: &settings,
        secrets: &secrets,
        two_way: &seen.integration.two_way,
        limits: &seen.integration.limits,
    };
    let first = &seen.integration.updated_at;
    assert!(
        store
            .update_integration("int_1", &save, first, "2026-01-02T00:00:00.000Z", true, noted())
            .await
            .unwrap()
    );
    assert!(
        !store
            .update_integration("int_1", &save, first, "2026-01-03T00:00:00.000Z", true, noted())
            .await
            .unwrap()
    );
    let now = store.account("int_1").await.unwrap().unwrap();
    assert_eq!((now.integration.name.as_str(), &now.secrets), ("Renamed", &secrets));
    assert!(store.delete_integration("int_1", noted()).await.unwrap());
    assert!(!store.delete_integration("int_1", noted()).await.unwrap());
    assert!(store.account("int_1").await.unwrap().is_none());
    let left: i64 =
        sqlx::query("SELECT count(*) FROM secrets").fetch_one(&store.readers).await.unwrap().get(0);
    assert_eq!(left, 0);
}

#[tokio::test]
async fn quick_tests_come_in_pages() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    for number in 1..7 {
        let record = test(&format!("test_{number}"), if number % 2 == 0 { "int_even" } else { "int_odd" });
        store
            .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 6, noted())
            .await
            .unwrap();
    }
    let ids = |page: &QuickTestPage| page.items.iter().map(|test| test.id.clone()).collect::<Vec<_>>();
    let first = store.quick_tests(None, None, None, 4).await.unwrap();
    assert_eq!(ids(&first), ["test_6", "test_5", "test_4", "test_3"]);
    assert_eq!(first.next.as_deref(), Some("test_3"));
    let second = store.quick_tests(None, None, first.next.as_deref(), 4).await.unwrap();
    assert_eq!((ids(&second), second.next), (vec!["test_2".to_owned(), "test_1".to_owned()], None));
    let even = store.quick_tests(None, Some("int_even"), None, 10).await.unwrap();
    assert_eq!(ids(&even), ["test_6", "test_4", "test_2"]);
    assert_eq!(store.quick_tests(None, None, Some("test_0"), 4).await.unwrap().items, []);
    assert_eq!(store.quick_test("test_6").await.unwrap().unwrap().integration, "int_even");
    assert!(store.quick_test("test_0").await.unwrap().is_none());
}

#[tokio::test]
async fn the_oldest_quick_tests_go() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    for number in 1..=quick_tests::PRUNED_EVERY {
        let record = test(&format!("test_{number}"), "int_1");
        store
            .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 5, noted())
            .await
            .unwrap();
    }
    let left = store.quick_tests(None, None, None, 200).await.unwrap().items;
    let ids: Vec<_> = left.iter().map(|test| test.id.as_str()).collect();
    assert_eq!(ids, ["test_64", "test_63", "test_62", "test_61", "test_60"]);
}

#[tokio::test]
async fn a_repeat_gives_the_first_answer_and_another_content_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    let repeat = Repeat { caller_id: "a".into(), digest: vec![1] };
    assert_eq!(store.repeated_quick_test(&repeat).await.unwrap(), None);
    let record = test("test_1", "int_1");
    store
        .keep_quick_test(NewQuickTest { record: &record, repeat: Some(&repeat), sent: None }, 10, noted())
        .await
        .unwrap();
    assert_eq!(store.repeated_quick_test(&repeat).await.unwrap(), Some(record));
    let other = Repeat { digest: vec![2], ..repeat };
    assert!(matches!(store.repeated_quick_test(&other).await, Err(StoreError::IdReused)));
}

#[tokio::test]
async fn damage_is_seen_at_start() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    for number in 0..200 {
        let record = test(&format!("test_{number}"), "int_1");
        store
            .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 1000, noted())
            .await
            .unwrap();
    }
    store.close().await;
    drop(store);
    let path = folder.path().join("whatsapp-proxy.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let (from, to) = (bytes.len() / 3, bytes.len() / 3 * 2);
    bytes[from..to].fill(0xa5);
    std::fs::write(&path, &bytes).unwrap();
    let opened = open(folder.path(), 1).await.map(drop);
    assert!(matches!(opened, Err(StoreError::Damaged(_))), "{opened:?}");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[tokio::test]
async fn a_full_disk_is_a_passing_refusal_and_work_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    let limit = async |pages: u32| {
        let set = move |connection: &rusqlite::Connection| {
            Ok(connection.pragma_update(None, "max_page_count", pages)?)
        };
        store.write(set).await.unwrap();
    };
    // Below what is used already, SQLite takes the present size as the limit.
    limit(1).await;
    let mut kept = 0;
    let refusal = loop {
        let record = test(&format!("test_{kept}"), "int_1");
        match store
            .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 1000, noted())
            .await
        {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 500, "the limit does not hold");
    };
    assert!(refusal.is_passing(), "{refusal}");
    assert!(store.quick_test(&format!("test_{kept}")).await.unwrap().is_none(), "nothing half-saved");
    limit(100_000).await;
    let record = test("test_after", "int_1");
    store
        .keep_quick_test(NewQuickTest { record: &record, repeat: None, sent: None }, 1000, noted())
        .await
        .unwrap();
    assert_eq!(store.quick_tests(None, None, None, 200).await.unwrap().items.len(), (kept + 1).min(200));
}

#[tokio::test]
async fn templates_go_with_the_account_that_they_were_listed_with() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), 1).await.unwrap();
    let (settings, secrets) = (Settings::new(), Secrets::new());
    let (two_way, limits) = (TwoWay::default(), Limits::default());
    let save = SaveIntegration {
        name: "Shop",
        provider: "infobip",
        settings: &settings,
        secrets: &secrets,
        two_way: &two_way,
        limits: &limits,
    };
    let (first, second, third) =
        ("2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z");
    store.create_integration("int_1", &save, first, LOCAL, noted()).await.unwrap();
    let list = KeptTemplates { items: Vec::new(), synced_at: first.into() };
    assert!(store.templates("int_1").await.unwrap().is_none());
    assert!(!store.keep_templates("int_1", second, &list).await.unwrap(), "another state");
    assert!(!store.keep_templates("int_2", first, &list).await.unwrap(), "gone");
    assert!(store.keep_templates("int_1", first, &list).await.unwrap());
    assert!(store.update_integration("int_1", &save, first, second, true, noted()).await.unwrap());
    assert_eq!(store.templates("int_1").await.unwrap().as_deref(), Some(&list));
    // What another version wrote is as good as nothing.
    sqlx::query("UPDATE template_lists SET items_json = '{}'").execute(&store.writer).await.unwrap();
    store.templates.drop_entry("int_1");
    assert!(store.templates("int_1").await.unwrap().is_none());
    assert!(store.keep_templates("int_1", second, &list).await.unwrap());
    assert!(store.update_integration("int_1", &save, second, third, false, noted()).await.unwrap());
    assert!(store.templates("int_1").await.unwrap().is_none());
    assert!(store.keep_templates("int_1", third, &list).await.unwrap());
    assert!(store.delete_integration("int_1", noted()).await.unwrap());
    assert!(store.templates("int_1").await.unwrap().is_none());
}
