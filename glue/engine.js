// Fetches the late module. A dynamic import needs JavaScript; nothing else happens here.
let loading;

export function loadEngine() {
  loading ??= import("../whatsapp-engine-module.js")
    .then(async (engine) => {
      await engine.default();
      return engine;
    })
    .catch((error) => {
      loading = undefined;
      throw error;
    });
  return loading;
}

export function openSession(engine) {
  return new engine.Session();
}

export function closeSession(session) {
  session.free();
}

export function askEngine(session, question) {
  return session.answer(question);
}
