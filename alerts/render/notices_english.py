"""What the operator is told, in English: one sentence or a few by a name, with fields (``render.notices``).

The other languages have the same names with the same fields.
"""

from __future__ import annotations

ENGLISH = {
    "as-it-is": "{words:lines}",
    "and-more": "… and {more:number} more",
    # deliveries and channels
    "dead-delivery": "An alert could not be delivered to {channel}",
    "dead-delivery.after": "Given up with attempt {attempts:number}: {detail}.",
    "dead-delivery.retry": "`tumen outbox retry {notification}` sends it again.",
    "refused-recipient": "Recipients of {channel} were refused",
    "refused-recipient.who": "Not delivered to {refused:list}; the others have it, or will.",
    "channel-unreachable": "Channel {channel} cannot be reached",
    "channel-unreachable.since": "Since {since:time}: {detail}.",
    "channel-unreachable.waits": "What is addressed to it waits, and is sent once it can be reached.",
    "channel-disabled": "Channel {channel} is switched off",
    "channel-disabled.why": (
        "Its receiver answered {detail}: it wants no more. What is addressed to it waits."
    ),
    "channel-disabled.mend": (
        "Change the channel in the file, or take it out of the rules. If it takes the sample of `tumen "
        "channels test {channel}`, it is switched on again."
    ),
    "outbox-stuck": "Nothing gets through to {channel}",
    "outbox-stuck.one": "1 delivery waits for it, the first since {since:time}, {waited:span} ago.",
    "outbox-stuck.many": (
        "{waiting:number} deliveries wait for it, the first since {since:time}, {waited:span} ago."
    ),
    "outbox-stuck.last": "It last took something at {last:time}.",
    "outbox-stuck.never": "It never took any.",
    "outbox-stuck.look": "`tumen outbox list --channel {channel}` shows what its receiver says.",
    # the program
    "disk-filling": "The disk of the store is filling: {free:bytes} left",
    "disk-filling.room": (
        "{free:bytes} of {total:bytes} are free. Without room nothing can be stored and nobody told; it goes "
        "on by itself when there is room again."
    ),
    "disk-filling.mend": "Make room, or let `storage.keep` and `storage.keep_dropped` forget sooner.",
    "network-away": "The network seems to be away: no feed can be reached",
    "network-away.since": (
        "Nobody has answered since {since:time}. The feeds are asked on as often as ever, and all of them as "
        "soon as one answers. What their windows no longer show by then is lost."
    ),
    "configuration-refused": "A changed feeds.yaml was refused; the last good one stays in force",
    # feeds
    "feed-gone": "The feed {feed} is gone",
    "feed-gone.why": (
        "Its server says so for good (410). It is not asked again until its address changes in feeds.yaml: "
        "{url}"
    ),
    "feed-silent": "{feed} is silent",
    "feed-silent.since": (
        "It answers, but has said nothing new since {since:time}, {silent:span} before it was last looked "
        "at. In such hours of the week it usually brings about {missed:number} articles; up to "
        "{limit:number} missing would be nothing unusual for it."
    ),
    "feed-silent.learnt": "Learnt from {articles:number} articles of {weeks:number} weeks.",
    "feed-silent.look": "`tumen feeds test {id}` shows what it says now.",
    "feed-speaks-again": "{feed} speaks again",
    "feed-speaks-again.since": "It was silent since {since:time}.",
    "feed-failing": "{feed} cannot be read: {outcome:phrase}",
    "feed-failing.challenge": "{feed} answers with a challenge page",
    "feed-failing.layout": "The page of {feed} has changed",
    "feed-failing.since": (
        "Not read since {since:time}; {failures:number} failures in a row, the last: {detail}."
    ),
    "feed-failing.never": "Never read so far; {failures:number} failures in a row, the last: {detail}.",
    "feed-failing.again": "It is tried again at {next:time}.",
    "outcome.not-found": "not found",
    "outcome.unauthorized": "unauthorized",
    "outcome.forbidden": "forbidden",
    "outcome.rate-limited": "rate limited",
    "outcome.server-error": "server error",
    "outcome.bad-status": "bad status",
    "outcome.not-a-feed": "not a feed",
    "outcome.empty-answer": "empty answer",
    "outcome.too-large": "too large",
    "outcome.timed-out": "timed out",
    "outcome.unreachable": "unreachable",
    "outcome.tls-failure": "tls failure",
    "outcome.cut-answer": "cut answer",
    "outcome.bad-answer": "bad answer",
    "outcome.redirect-loop": "redirect loop",
    "outcome.refused-address": "refused address",
    "outcome.hostile-document": "hostile document",
    "outcome.internal-error": "internal error",
    "advice.challenge": (
        "A page that wants to see a browser stands in its place, so nothing of it is read. Another address "
        "of the source or a longer interval may help."
    ),
    "advice.layout": (
        "The selectors under `html` find nothing on it. `tumen feeds test {id}` shows what they yield when "
        "they are mended."
    ),
    "advice.not-a-feed": (
        "Its address answers as if all were well, but with something else: a page to log in or consent, a "
        "notice, the site's front page. Open it in a browser; `tumen feeds add` finds the feeds of a site."
    ),
    "advice.unauthorized": "It wants a password, or another one: `https://name:${{WORD}}@host/…` as its url.",
    "advice.forbidden": "Its server wants no requests from here. Another address of the source may help.",
    "advice.not-found": "The feed has probably moved: `tumen feeds add` finds the feeds of a site.",
    "advice.rate-limited": "A longer `interval` helps, for this feed and others of the same server.",
    "advice.refused-address": (
        "If it is meant to be inside your network, list it under `fetch.allow_private`."
    ),
    "advice.too-large": "A larger `fetch.max_size` lets it in, if that is what it should be.",
    "advice.hostile": "Something is wrong at its publisher's, or somebody means harm. The other feeds go on.",
    "advice.internal": "This is a fault of Tumen's own; the log has what is needed to report it.",
    "advice.none": "What it publishes meanwhile may be lost.",
    "feed-recovered": "{feed} is read again",
    "feed-recovered.since": "It had not been read since {since:time}.",
    "feed-recovered.lost": "What its window no longer showed by then is lost.",
    "feed-lost-items": "{feed} has lost articles between two checks",
    "feed-lost-items.some": (
        "All {entries:number} entries are new since the check before, at {since:time}, so there were others "
        "between that nobody saw: about {lost:number}, at the rate of those it has now."
    ),
    "feed-lost-items.unknown": (
        "All {entries:number} entries are new since the check before, at {since:time}, so there were others "
        "between that nobody saw: how many there were cannot be told."
    ),
    "feed-lost-items.mend": "If Tumen ran all the time, a shorter `interval` than {interval:span} helps.",
    # the daily sign of life
    "alive": "Alive: {articles:number} read, {kept:number} kept, {told:number} told",
    "alive.unwell": "Alive, but not well: {articles:number} read, {kept:number} kept, {told:number} told",
    "alive.since": (
        "Since {since:time}: articles read {articles:number}, kept {kept:number}; matches told "
        "{told:number}, held back {held:number}; deliveries sent {sent:number}, given up {dead:number}."
    ),
    "alive.now": (
        "Now: deliveries that wait {waiting:number}, that are dead {dead:number}; items that wait for a "
        "digest {items:number}."
    ),
    "alive.feeds": "Feeds: {feeds:number}, of which silent {silent:number}, failing {failing:number}.",
    "alive.failing": "Failing: {feeds:list}.",
    "alive.silent": "Silent: {feeds:list}.",
    "alive.failing.more": "Failing: {feeds:list} and {more:number} more.",
    "alive.silent.more": "Silent: {feeds:list} and {more:number} more.",
    "alive.trouble": "{trouble:phrase}.",
    "alive.standing": "Not well: {reason}.",
}
