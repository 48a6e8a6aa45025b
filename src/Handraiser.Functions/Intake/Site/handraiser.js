/* Handraiser on the shop's own site. Nothing is kept or sent before consent, and nothing at all under Do Not Track or Global Privacy Control. */
(function (window, document, navigator) {
  'use strict'
  var KEY = 'handraiser', TOKEN = 'hr', LONGEST = 180000, MOST_LINES = 50, BATCH = 20
  var FIELDS = ['id', 'variant', 'title', 'category', 'brand', 'price', 'currency', 'quantity', 'image', 'url']
  var tag = document.currentScript
  var to = tag.dataset.to || new URL('/api/collect', tag.src).href
  var refuses = navigator.globalPrivacyControl || navigator.doNotTrack == '1' || window.doNotTrack == '1'
  var waiting = (window.handraiser && window.handraiser.q) || []
  var token = landed(), queue = [], visitor, view, told, begun

  var verbs = { consent: consent, view: look, add: add, cart: cart }
  window.handraiser = function (verb, what) { if (!refuses && verbs[verb]) verbs[verb](what) }

  if (refuses) return forget()
  visitor = stored()
  if (visitor || tag.dataset.consent == 'granted') consent(true)
  waiting.forEach(function (call) { window.handraiser.apply(null, call) })

  document.addEventListener('visibilitychange', function () { document.visibilityState == 'hidden' ? leave() : start() })
  window.addEventListener('pagehide', leave)
  window.addEventListener('pageshow', function (e) { if (e.persisted && visitor) begin() })
  document.addEventListener('click', function (e) {
    var button = e.target.closest && e.target.closest('[data-hr-add]')
    if (!button) return
    var thing = attributes(button), around = button.closest('[data-hr-id]')
    add(thing.id ? thing : Object.assign((around && attributes(around)) || shown().product || {}, thing))
  }, true)

  // The token of a mail's link goes from the address bar at once, whatever comes of it.
  function landed() {
    var at = new URL(location.href), found = at.searchParams.get(TOKEN)
    if (found) {
      at.searchParams.delete(TOKEN)
      history.replaceState(history.state, '', at.href)
    }
    return found || undefined
  }

  function stored() { try { return JSON.parse(localStorage.getItem(KEY)) } catch (e) { } }
  function save() { try { localStorage.setItem(KEY, JSON.stringify(visitor)) } catch (e) { } }
  function forget() { try { localStorage.removeItem(KEY) } catch (e) { } }

  function random() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (b) { return (b + 256).toString(16).slice(1) }).join('')
  }

  function consent(given) {
    if (!given) {
      if (!visitor) return
      queue = []
      put('consent.changed', { granted: false })
      flush()
      forget()
      visitor = view = begun = undefined
      return
    }
    var isNew = !visitor
    // Whoever comes by a mail of another customer is another person on the same device.
    if (!visitor || (token && visitor.token && visitor.token != token)) visitor = { id: random() }
    if (token) visitor.token = token
    save()
    if (isNew) {
      put('consent.changed', { granted: true })
      flush()
    }
    if (!begun) begin(told)
  }

  function look(what) {
    told = what
    if (!visitor) return
    leave()
    begin(what)
  }

  function begin(what) {
    var mine = view = { what: what, url: page() }
    begun = true
    if (document.visibilityState != 'hidden') start()
    // What lies open longer is not looked at any more.
    setTimeout(function () { if (view == mine) leave() }, LONGEST)
  }

  function start() { if (view && !view.since) view.since = performance.now() }

  function leave() {
    if (!view || !view.since || !visitor) return
    var what = view.what || shown(), since = view.since
    put(what.product ? 'product.viewed' : what.category ? 'category.viewed' : what.query ? 'products.searched' : 'page.viewed', {
      url: what.url || view.url, product: what.product, category: what.category, query: what.query,
      seconds: Math.min(LONGEST, Math.round(performance.now() - since)) / 1000
    }, since)
    view = undefined
    flush()
  }

  function add(thing) {
    if (!visitor || !thing) return
    var lines = visitor.lines || [], more = +thing.quantity || 1
    var same = lines.find(function (line) { return line.id == thing.id && line.variant == thing.variant })
    if (same) same.quantity = (+same.quantity || 1) + more
    else lines = lines.concat(thing).slice(-MOST_LINES)
    cart({ lines: lines, currency: thing.currency })
  }

  function cart(what) {
    if (!visitor || !what) return
    visitor.lines = what.lines || []
    save()
    put('cart.updated', { cart: what })
    flush()
  }

  // What the page shows: told by data attributes, else by its structured data (schema.org).
  function shown() {
    var place = document.querySelector('[data-hr-view]')
    if (!place) return { product: structured() }
    var thing = attributes(place)
    return thing.id || thing.variant ? { product: thing } : { category: thing.category, query: place.dataset.hrQuery }
  }

  function attributes(element) {
    var thing = {}
    FIELDS.forEach(function (name) {
      var value = element.dataset['hr' + name[0].toUpperCase() + name.slice(1)]
      if (value) thing[name] = value
    })
    return thing
  }

  function structured() {
    var found
    document.querySelectorAll('script[type="application/ld+json"]').forEach(function (script) {
      try {
        var told = JSON.parse(script.textContent)
        ;[].concat(told['@graph'] || told).forEach(function (one) {
          if (!found && one && /^Product(Group)?$/.test([].concat(one['@type'])[0])) found = one
        })
      } catch (e) { }
    })
    if (!found) return
    var offer = [].concat(found.offers)[0] || {}, image = [].concat(found.image)[0]
    return {
      id: found.productID || found.productGroupID || found.sku, variant: found.sku, title: found.name,
      category: typeof found.category == 'string' ? found.category : undefined, brand: found.brand && (found.brand.name || found.brand),
      price: offer.price || offer.lowPrice, image: image && (image.url || image), url: page()
    }
  }

  function page() {
    var canonical = document.querySelector('link[rel=canonical]')
    return canonical ? canonical.href : location.href.split('#')[0]
  }

  function put(type, event, since) {
    queue.push(Object.assign({ id: random().slice(0, 12), type: type, since: since || performance.now() }, event))
  }

  function flush() {
    while (visitor && queue.length) {
      var body = JSON.stringify({
        id: visitor.id, token: visitor.token,
        // How long ago instead of when: the shop's clock counts, not the visitor's.
        events: queue.splice(0, BATCH).map(function (e) { return Object.assign(e, { ago: Math.round(performance.now() - e.since), since: undefined }) })
      })
      if (!(navigator.sendBeacon && navigator.sendBeacon(to, body))) fetch(to, { method: 'POST', body: body, keepalive: true, credentials: 'omit' }).catch(function () { })
    }
  }
})(window, document, navigator)
