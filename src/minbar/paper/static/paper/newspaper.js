// @ts-check
// The newspaper's scripts. Shipped as one file; each stands alone, and every page reads without them.
import "./scripts/minbar-reading.js";
import "./scripts/minbar-pictures.js";
import "./scripts/minbar-reading-list.js";
import "./scripts/minbar-kept-pages.js";
import "./scripts/minbar-push.js";
import "./scripts/minbar-view.js";
import "./scripts/minbar-share.js";
import "./scripts/minbar-fragment.js";
import "./scripts/minbar-embed.js";
import "./scripts/minbar-advertisement.js";
import "./scripts/minbar-comment-form.js";
import "./scripts/minbar-receipts.js";
import "./scripts/minbar-votes.js";
import "./scripts/minbar-pace.js";
import "./scripts/minbar-proof.js";
import "./scripts/minbar-live.js";
