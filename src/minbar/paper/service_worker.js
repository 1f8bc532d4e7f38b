// @ts-nocheck: it runs in a worker, and begins with what service_worker.py tells it of the newspaper.

/**
 * Keeps the pages that were read, for when there is no network. The network is asked first, always;
 * a kept copy says that it is one, and of when. Nothing is kept that the newspaper would not have
 * kept (no-store), that has a query, or that is not there any more.
 *
 * And shows the breaking news that it is sent, to who asked for it (minbar-push.js).
 */

/** What was read, the oldest first. */
const READ = "minbar:read";

/** The reading list and what stands on it: not dropped for their age. */
const LISTED = "minbar:listed";

/** Styles, scripts and faces, and the page that says that there is no network. */
const FILES = "minbar:files";

const MOST_READ_PAGES = 60;

/** Milliseconds after which a kept copy is shown while the network goes on. */
const PATIENCE = 4000;

/** Whether pictures wait until they are tapped. */
const CHOICES = "minbar:choices";
const PICTURES = "/pictures";

/** What stands for a picture that waits: nothing, of its shape. */
const NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>';

/** When a copy was fetched, and what the page is called. */
const WHEN = "Minbar-Kept";
const TITLE = "Minbar-Title";

/** What a page fails with that does not come in time. */
const SLOW = new Error("The network is slow.");


/** As in CHOICES, once that was read. */
let picturesWait;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event, address));
  } else if (address.pathname.startsWith(newspaper.static) && isHashed(address.pathname)) {
    event.respondWith(file(event, address.pathname));
  } else if (address.pathname.startsWith(newspaper.media) && mayWait(request)) {
    event.respondWith(picture(request));
  }
});

/**
 * `{read: path}` or `{listed: path}` keeps a page that is being read; `{unlisted: path}` lets it go;
 * `{picturesWait}` says whether pictures do.
 */
self.addEventListener("message", (event) => {
  const { data } = event;
  if ("read" in data) {
    event.waitUntil(keepRead(data.read));
  } else if ("listed" in data) {
    event.waitUntil(list(data.listed));
  } else if ("unlisted" in data) {
    event.waitUntil(unlist(data.unlisted));
  } else if ("picturesWait" in data) {
    event.waitUntil(choosePictures(data.picturesWait));
  }
});

self.addEventListener("push", (event) => {
  event.waitUntil(tell(event.data));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data));
});

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renewPush(event));
});

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(newspaper.files);
  for (const { offline } of everyEdition()) {
    const answer = await fetch(offline, { cache: "no-cache" });
    if (!answer.ok) {
      throw new Error(`${offline} is answered with ${answer.status}`);
    }
    await put(FILES, offline, answer);
  }
}

async function activate() {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  const files = await caches.open(FILES);
  const offline = everyEdition().map((edition) => edition.offline);
  const current = new Set([...offline, ...newspaper.files, ...newspaper.rarerFiles]);
  for (const request of await files.keys()) {
    if (!current.has(new URL(request.url).pathname)) {
      await files.delete(request);
    }
  }
}

/** Answer a page: from the network, or from what is kept where that is silent. */
async function page(event, address) {
  const path = address.pathname;
  const fetched = ask(event);
  const done = fetched.then((answer) => learn(address, answer));
  event.waitUntil(done.catch(() => {}));
  const copy = address.search ? undefined : await find(path);
  try {
    const answer = await (copy ? Promise.race([fetched, silence()]) : fetched);
    if (answer.status === 404 || answer.status === 410) {
      await done;
    }
    return answer;
  } catch (error) {
    if (copy) {
      const { whenSlow, whenOffline, locale } = editionAt(path);
      return dated(copy, error === SLOW ? whenSlow : whenOffline, locale);
    }
    if (event.request.destination !== "document" || isNewsroom(path)) {
      throw error;
    }
    const { offline } = editionAt(path);
    return (await caches.match(offline, { cacheName: FILES })) ?? Response.error();
  }
}

/** Ask the network; the browser may have done so already, while this worker woke up. */
async function ask(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}

function silence() {
  return new Promise((_, fail) => {
    setTimeout(() => fail(SLOW), PATIENCE);
  });
}

/** Keep what was answered, or let go of what is there no more. */
async function learn(address, answer) {
  const path = address.pathname;
  if (answer.status === 404 || answer.status === 410) {
    await Promise.all([drop(READ, path), drop(LISTED, path)]);
  } else if (!address.search && mayBeKept(answer)) {
    const copy = answer.clone();
    await put(await placeOf(path), path, copy);
    await trim();
  }
}

async function placeOf(path) {
  if (everyEdition().some(({ offline }) => path === offline)) {
    return FILES;
  }
  const isListed = await caches.match(path, { cacheName: LISTED });
  const isTheList = everyEdition().some(({ readingList }) => path === readingList);
  return isListed || isTheList ? LISTED : READ;
}

/** Whether everyone gets this page: the newspaper says `no-store` of everything else. */
function mayBeKept(answer) {
  const told = answer.headers.get("Cache-Control") ?? "no-store";
  return (
    answer.status === 200 &&
    answer.type === "basic" &&
    !/no-store|private/.test(told) &&
    (answer.headers.get("Content-Type") ?? "").startsWith("text/html")
  );
}

/** Each edition's pages and words: the newspaper's own, and those under other languages. */
function everyEdition() {
  return [newspaper, ...Object.values(newspaper.editions)];
}

/** The edition whose page lies at `path`. */
function editionAt(path) {
  const root = Object.keys(newspaper.editions).find((other) => path.startsWith(other));
  return root ? newspaper.editions[root] : newspaper;
}

function isNewsroom(path) {
  return path.startsWith("/newsroom/");
}

async function put(cacheName, path, answer) {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(WHEN, new Date().toISOString());
  headers.set(TITLE, encodeURIComponent(/<title>([^|<]*)/.exec(text)?.[1].trim() ?? path));
  const cache = await caches.open(cacheName);
  await cache.delete(path); // so that it stands last, as the newest
  await cache.put(path, new Response(text, { headers }));
}

async function drop(cacheName, path) {
  await (await caches.open(cacheName)).delete(path);
}

async function find(path) {
  for (const cacheName of [LISTED, READ, FILES]) {
    const copy = await caches.match(path, { cacheName });
    if (copy) {
      return copy;
    }
  }
}

/** Let the oldest go; the front pages stay. */
async function trim() {
  const cache = await caches.open(READ);
  const fronts = everyEdition().map(({ front }) => front);
  const pages = (await cache.keys()).filter(({ url }) => !fronts.includes(new URL(url).pathname));
  const tooMany = pages.slice(0, Math.max(0, pages.length + 1 - MOST_READ_PAGES));
  await Promise.all(tooMany.map((request) => cache.delete(request)));
}

async function keepRead(path) {
  const address = new URL(path, location.origin);
  const answer = await fetch(address, { cache: "no-cache" }).catch(() => null);
  if (answer) {
    await learn(address, answer);
  }
}

async function list(path) {
  const { readingList } = editionAt(path);
  if (!(await find(readingList))) {
    await keepRead(readingList);
  }
  let copy = await find(path);
  if (!copy) {
    await keepRead(path);
    copy = await find(path);
  }
  if (copy) {
    await (await caches.open(LISTED)).put(path, copy);
    await drop(READ, path);
  }
}

/** What is off the list is a page that was read. */
async function unlist(path) {
  const copy = await caches.match(path, { cacheName: LISTED });
  if (copy) {
    await (await caches.open(READ)).put(path, copy);
    await drop(LISTED, path);
    await trim();
  }
}

/** Say over the page that it is a kept copy, and of when. */
async function dated(copy, notice, locale) {
  const moment = copy.headers.get(WHEN) ?? "";
  const when = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: newspaper.timeZone,
  }).format(new Date(moment));
  const said = notice.replace("{moment}", moment).replace("{when}", when);
  const text = (await copy.text()).replace(/<body[^>]*>/, (body) => body + said);
  return new Response(text, { headers: copy.headers });
}

/** A style, script or face: its name changes with what is in it, so what is kept is right. */
async function file(event, path) {
  const files = await caches.open(FILES);
  const kept = await files.match(path);
  if (kept) {
    return kept;
  }
  try {
    const answer = await fetch(event.request);
    if (answer.ok) {
      event.waitUntil(files.put(path, answer.clone()));
    }
    return answer;
  } catch (error) {
    // A kept page may name an older one than is kept.
    const current = newspaper.files.find((other) => plain(other) === plain(path));
    const stand = current && (await files.match(current));
    if (stand) {
      return stand;
    }
    throw error;
  }
}

/** Whether a picture may have to wait. One that was tapped is asked for by CORS: minbar-pictures.js. */
function mayWait(request) {
  return request.destination === "image" && request.mode !== "cors" && picturesWait !== false;
}

async function picture(request) {
  picturesWait ??= Boolean(await caches.match(PICTURES, { cacheName: CHOICES }));
  return picturesWait
    ? new Response(NOTHING, { headers: { "Content-Type": "image/svg+xml" } })
    : fetch(request);
}

async function choosePictures(wait) {
  picturesWait = wait;
  const choices = await caches.open(CHOICES);
  await (wait ? choices.put(PICTURES, new Response("")) : choices.delete(PICTURES));
}

function isHashed(path) {
  return plain(path) !== path;
}

/** The name of a file without what changes with its contents. */
function plain(path) {
  return path.replace(/\.[0-9a-f]{12}(?=\.[^/.]+$)/, "");
}

/**
 * Show a line of breaking news in the place of an earlier one of the same story. Whatever was sent,
 * something is shown: a browser takes alerts away from who sends what nobody sees.
 */
async function tell(data) {
  const { title, address, ...line } = { ...newspaper.alert, ...lineIn(data) };
  await self.registration.showNotification(title, { ...line, renotify: true, data: address });
}

/** What messages.py wrote, or nothing where that cannot be read. */
function lineIn(data) {
  try {
    const line = data.json();
    return line.title && line.body && line.tag ? line : {};
  } catch {
    return {};
  }
}

/** Lead to a story: where it is open already, or in a new window. Nobody's page is taken away. */
async function lead(address) {
  const { href, pathname } = ours(address);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = windows.find(({ url }) => new URL(url).pathname === pathname);
  await (page ? page.focus() : self.clients.openWindow(href));
}

/** An address of this newspaper; its front page in the place of any other. */
function ours(address) {
  const asked = new URL(address, location.origin);
  return asked.origin === location.origin ? asked : new URL(newspaper.front, location.origin);
}

/** The browser is called otherwise by its push service. Where it does not say how, a page will. */
async function renewPush({ oldSubscription, newSubscription }) {
  if (!oldSubscription) {
    return;
  }
  const { pushManager } = self.registration;
  const subscription = newSubscription ?? (await pushManager.subscribe(oldSubscription.options));
  const { endpoint, keys } = subscription.toJSON();
  const told = { former: oldSubscription.endpoint, endpoint, ...keys };
  await fetch(newspaper.renewPush, { method: "POST", body: new URLSearchParams(told) });
}
