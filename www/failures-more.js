// The same sentences as in failures.js for readers of other languages; fetched when one of them is needed.
export const MORE = {
  de: {
    "blocked-by-policy": [
      "Die Inhaltsrichtlinie dieser Seite verbietet einen Teil von WhatsApp.",
      "Wer die Seite betreibt, muss ihn erlauben: script-src 'self' 'wasm-unsafe-eval' und connect-src für die Adressen des Skripts und des Proxys.",
    ],
    "wrong-type": [
      "Der Server sendet einen Teil von WhatsApp als etwas anderes.",
      "Wer den Server betreibt, muss .wasm-Dateien als application/wasm und .js-Dateien als text/javascript senden, und keine Seite an ihrer Stelle.",
    ],
    "file-missing": [
      "Ein Teil von WhatsApp fehlt auf dem Server.",
      "Wer den Server betreibt, muss alle Dateien des Pakets in derselben Version nebeneinanderlegen.",
    ],
    "file-unreachable": [
      "Ein Teil von WhatsApp konnte nicht geladen werden.",
      "Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Liegen die Dateien unter einer anderen Adresse, muss deren Server diese Seite zulassen (CORS).",
    ],
    "file-broken": [
      "Ein Teil von WhatsApp ist nicht verwendbar.",
      "Laden Sie die Seite neu. Bleibt es so, sind die Dateien auf dem Server beschädigt oder von verschiedenen Versionen.",
    ],
    "browser-too-old": ["Dieser Browser ist zu alt für WhatsApp.", "Aktualisieren Sie ihn: Chrome oder Edge ab 123, Firefox ab 120 und Safari ab 17.5 genügen."],
    "internal-fault": ["WhatsApp ist wegen eines eigenen Fehlers stehen geblieben.", "Laden Sie die Seite neu. Der Rest der Seite ist nicht betroffen."],
    again: "Noch einmal versuchen",
    reload: "Seite neu laden",
  },
  es: {
    "blocked-by-policy": [
      "La política de contenido de esta página prohíbe una parte de WhatsApp.",
      "Quien gestiona la página debe permitirla: script-src 'self' 'wasm-unsafe-eval' y connect-src para las direcciones del script y del proxy.",
    ],
    "wrong-type": [
      "El servidor envía una parte de WhatsApp como otra cosa.",
      "Quien gestiona el servidor debe enviar los archivos .wasm como application/wasm y los .js como text/javascript, y no una página en su lugar.",
    ],
    "file-missing": ["Falta una parte de WhatsApp en el servidor.", "Quien gestiona el servidor debe poner juntos todos los archivos del paquete, de la misma versión."],
    "file-unreachable": [
      "No se pudo obtener una parte de WhatsApp.",
      "Compruebe su conexión e inténtelo de nuevo. Si los archivos están en otra dirección, su servidor debe permitir el origen de esta página (CORS).",
    ],
    "file-broken": ["Una parte de WhatsApp no se puede usar.", "Recargue la página. Si sigue así, los archivos del servidor están dañados o son de versiones distintas."],
    "browser-too-old": ["Este navegador es demasiado antiguo para WhatsApp.", "Actualícelo: sirven Chrome o Edge 123, Firefox 120 y Safari 17.5 o posteriores."],
    "internal-fault": ["WhatsApp se detuvo por un fallo propio.", "Recargue la página. El resto de la página no está afectado."],
    again: "Intentar de nuevo",
    reload: "Recargar la página",
  },
  "pt-BR": {
    "blocked-by-policy": [
      "A política de conteúdo desta página proíbe uma parte do WhatsApp.",
      "Quem opera a página precisa permiti-la: script-src 'self' 'wasm-unsafe-eval' e connect-src para os endereços do script e do proxy.",
    ],
    "wrong-type": [
      "O servidor envia uma parte do WhatsApp como outra coisa.",
      "Quem opera o servidor precisa enviar os arquivos .wasm como application/wasm e os .js como text/javascript, e não uma página no lugar deles.",
    ],
    "file-missing": ["Falta uma parte do WhatsApp no servidor.", "Quem opera o servidor precisa colocar juntos todos os arquivos do pacote, da mesma versão."],
    "file-unreachable": [
      "Não foi possível buscar uma parte do WhatsApp.",
      "Verifique sua conexão e tente de novo. Se os arquivos estão em outro endereço, o servidor deles precisa permitir a origem desta página (CORS).",
    ],
    "file-broken": ["Uma parte do WhatsApp não pode ser usada.", "Recarregue a página. Se continuar assim, os arquivos no servidor estão danificados ou são de versões diferentes."],
    "browser-too-old": ["Este navegador é antigo demais para o WhatsApp.", "Atualize-o: Chrome ou Edge 123, Firefox 120 e Safari 17.5 ou mais novos servem."],
    "internal-fault": ["O WhatsApp parou por uma falha própria.", "Recarregue a página. O resto da página não foi afetado."],
    again: "Tentar de novo",
    reload: "Recarregar a página",
  },
  vi: {
    "blocked-by-policy": [
      "Chính sách nội dung của trang này cấm một phần của WhatsApp.",
      "Người vận hành trang cần cho phép: script-src 'self' 'wasm-unsafe-eval', và connect-src cho địa chỉ của tập lệnh và của proxy.",
    ],
    "wrong-type": [
      "Máy chủ gửi một phần của WhatsApp dưới dạng khác.",
      "Người vận hành máy chủ cần gửi tệp .wasm là application/wasm và tệp .js là text/javascript, không phải một trang thay cho chúng.",
    ],
    "file-missing": ["Thiếu một phần của WhatsApp trên máy chủ.", "Người vận hành máy chủ cần đặt tất cả tệp của gói cạnh nhau, cùng một phiên bản."],
    "file-unreachable": [
      "Không tải được một phần của WhatsApp.",
      "Hãy kiểm tra kết nối và thử lại. Nếu các tệp ở địa chỉ khác, máy chủ đó cần cho phép nguồn của trang này (CORS).",
    ],
    "file-broken": ["Một phần của WhatsApp không dùng được.", "Hãy tải lại trang. Nếu vẫn vậy, các tệp trên máy chủ bị hỏng hoặc khác phiên bản."],
    "browser-too-old": ["Trình duyệt này quá cũ đối với WhatsApp.", "Hãy cập nhật: Chrome hoặc Edge 123, Firefox 120 và Safari 17.5 trở lên là được."],
    "internal-fault": ["WhatsApp đã dừng vì lỗi của chính nó.", "Hãy tải lại trang. Phần còn lại của trang không bị ảnh hưởng."],
    again: "Thử lại",
    reload: "Tải lại trang",
  },
  ar: {
    "blocked-by-policy": [
      "تمنع سياسة المحتوى في هذه الصفحة جزءًا من واتساب.",
      "على من يدير الصفحة السماح به: script-src 'self' 'wasm-unsafe-eval' و connect-src لعنواني البرنامج النصي والوكيل.",
    ],
    "wrong-type": [
      "يرسل الخادم جزءًا من واتساب على أنه شيء آخر.",
      "على من يدير الخادم إرسال ملفات ‎.wasm بنوع application/wasm وملفات ‎.js بنوع text/javascript، لا صفحة مكانها.",
    ],
    "file-missing": ["جزء من واتساب مفقود على الخادم.", "على من يدير الخادم وضع كل ملفات الحزمة معًا وبالإصدار نفسه."],
    "file-unreachable": [
      "تعذّر جلب جزء من واتساب.",
      "تحقق من اتصالك وحاول مرة أخرى. إن كانت الملفات على عنوان آخر فعلى خادمه أن يسمح بمصدر هذه الصفحة (CORS).",
    ],
    "file-broken": ["جزء من واتساب غير صالح للاستخدام.", "أعد تحميل الصفحة. إذا بقي الأمر كذلك فالملفات على الخادم تالفة أو من إصدارات مختلفة."],
    "browser-too-old": ["هذا المتصفح أقدم من أن يشغّل واتساب.", "حدّثه: يكفي Chrome أو Edge 123 وFirefox 120 وSafari 17.5 أو أحدث."],
    "internal-fault": ["توقف واتساب بسبب خلل فيه.", "أعد تحميل الصفحة. بقية الصفحة غير متأثرة."],
    again: "حاول مرة أخرى",
    reload: "أعد تحميل الصفحة",
  },
};
