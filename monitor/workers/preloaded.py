"""What all worker processes have in common, made by importing this module in the fork server.

One document is read here, in each language and about what the shipped topic keeps, so that everything that
is made when it is first needed (the lexicon, word lists, language profiles, parsers) is there before a
worker is forked. What belongs to one configuration alone is compiled by the workers, which are told of it.
"""

from __future__ import annotations

import gc
import signal
from datetime import UTC, datetime

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the daemon, with which the fork server ends
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # see ``forkserver.start``
gc.disable()  # nothing made here is garbage

from monitor import logs  # noqa: E402 - now that a signal can no longer break it off
from monitor.core.settings import FacetSettings, FeedSettings, Settings, TopicSettings  # noqa: E402
from monitor.reader import Reader  # noqa: E402
from monitor.workers import memory  # noqa: E402
from monitor.workers.documents import ReadTask  # noqa: E402

_DOCUMENT = """\
<rss version="2.0"><channel><title>Sample</title>
<item><title>North Korea and Russia sign an agreement</title><link>https://wire.example/1</link>
<description>MOSCOW, May 5. The foreign ministers of Russia and North Korea met there.</description></item>
<item><title>Россия и КНДР подписали соглашение</title><link>https://wire.example/2</link>
<description>МОСКВА, 5 мая. Министры иностранных дел России и КНДР встретились в Москве.</description></item>
<item><title>북한과 러시아, 협정 서명</title><link>https://wire.example/3</link>
<description>(모스크바) 러시아와 북한의 외무장관이 모스크바에서 회담했다.</description></item>
</channel></rss>
"""

_FEED = FeedSettings(id="sample", url="https://wire.example/rss", source="sample", name="Sample")
_TOPIC = TopicSettings(
    id="sample",
    name="Sample",
    model="relation",
    facets=(FacetSettings(id="sample", sides=("north-korea", "russia")),),
)

logs.configure()
memory.give_back()
Reader(Settings(checksum="", topics=(_TOPIC,))).read(
    ReadTask(
        feed=_FEED,
        body=_DOCUMENT.encode(),
        content_type="application/rss+xml",
        url=_FEED.url,
        now=datetime(2020, 5, 5, tzinfo=UTC),
    )
)

gc.freeze()  # a collection in a worker would write to all of this, and so end its being shared
gc.enable()
