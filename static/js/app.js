// The one script of every page: defines the elements and serves what belongs to the page as a whole.
// (Imports end in a semicolon everywhere: by it the server finds them when it puts hashed names in.)
import "./elements/chat-message.js";
import "./elements/chat-history.js";
import "./elements/chat-composer.js";
import "./elements/connection-banner.js";
import "./elements/typing-indicator.js";
import "./elements/local-clock.js";
import "./elements/side-panel.js";
import "./elements/inbox-list.js";
import "./elements/level-meter.js";
import "./elements/talk-captions.js";
import "./elements/talk-panel.js";
import "./elements/chat-thread.js";
import "./elements/password-field.js";
import "./elements/voice-player.js";
import "./elements/voice-recorder.js";
import "./elements/zone-guess.js";
import "./elements/language-sample.js";
import "./elements/copy-link.js";
import "./elements/notice-switch.js";
import "./elements/inquiry-form.js";
import "./elements/inquiry-preview.js";
import "./elements/live-status.js";
import "./elements/picture-upload.js";
import { serveKeys } from "./lib/keys.js";
import { serveMenus } from "./lib/menus.js";
import { serveNews } from "./lib/news.js";
import { servePictures } from "./lib/picture-dialog.js";
import { serveSignOut } from "./lib/sign-out.js";
import { expireToasts } from "./lib/toast.js";
import { showBadge } from "./lib/title.js";
import { currentUser } from "./session.js";

serveKeys()
serveMenus()
servePictures()
expireToasts()
if (currentUser()) {
  serveSignOut()
  showBadge()
  serveNews()
}
