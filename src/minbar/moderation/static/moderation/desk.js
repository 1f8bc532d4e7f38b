// @ts-check
// The desk's scripts. Shipped as one file.
import "./scripts/desk-keys.js";
import "./scripts/desk-outbox.js";
import "./scripts/desk.js";
