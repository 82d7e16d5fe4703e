"""What the operator is told, in Russian (see ``notices_english``)."""

from __future__ import annotations

RUSSIAN = {
    "as-it-is": "{words:lines}",
    "and-more": "… и ещё {more:number}",
    # deliveries and channels
    "dead-delivery": "Сообщение не доставлено: {channel}",
    "dead-delivery.after": "Попытки прекращены, их было {attempts:number}: {detail}.",
    "dead-delivery.retry": "`tumen outbox retry {notification}` отправит его снова.",
    "refused-recipient": "Канал {channel}: получателям отказано",
    "refused-recipient.who": "Не доставлено: {refused:list}; остальные получили или ещё получат.",
    "channel-unreachable": "Канал {channel} недоступен",
    "channel-unreachable.since": "С {since:time}: {detail}.",
    "channel-unreachable.waits": "Всё, что ему адресовано, ждёт и уйдёт, как только он станет доступен.",
    "channel-disabled": "Канал {channel} отключён",
    "channel-disabled.why": (
        "Получатель ответил {detail}: больше ничего не присылать. Всё, что ему адресовано, ждёт."
    ),
    "channel-disabled.mend": (
        "Измените канал в файле или уберите его из правил. Если он примет пробное сообщение `tumen channels "
        "test {channel}`, он снова включится."
    ),
    "outbox-stuck": "В канал {channel} ничего не проходит",
    "outbox-stuck.one": "Для него ждёт одно отправление, с {since:time}, уже {waited:span}.",
    "outbox-stuck.many": (
        "Для него ждёт отправлений: {waiting:number}, первое с {since:time}, уже {waited:span}."
    ),
    "outbox-stuck.last": "Последний раз он что-то принял {last:time}.",
    "outbox-stuck.never": "Он ещё ничего не принимал.",
    "outbox-stuck.look": "`tumen outbox list --channel {channel}` покажет, что отвечает получатель.",
    # the program
    "disk-filling": "Диск хранилища заполняется: осталось {free:bytes}",
    "disk-filling.room": (
        "Свободно {free:bytes} из {total:bytes}. Без места ничего нельзя сохранить и никому сообщить; когда "
        "место появится, работа продолжится сама."
    ),
    "disk-filling.mend": "Освободите место или сократите сроки `storage.keep` и `storage.keep_dropped`.",
    "network-away": "Похоже, нет сети: ленты недоступны",
    "network-away.since": (
        "Никто не отвечает с {since:time}. Ленты запрашиваются так же часто, как всегда, и все сразу, как "
        "только одна ответит. Что к тому времени исчезнет из лент, потеряно."
    ),
    "configuration-refused": "Изменённый feeds.yaml не принят; действует прежний",
    # feeds
    "feed-gone": "Лента {feed} закрыта",
    "feed-gone.why": (
        "Её сервер сообщает, что это окончательно (410). Её не запрашивают, пока в feeds.yaml не изменится "
        "адрес: {url}"
    ),
    "feed-silent": "Лента {feed} молчит",
    "feed-silent.since": (
        "Она отвечает, но ничего нового нет с {since:time}: {silent:span} до последней проверки. За такие "
        "часы недели в ней обычно бывает материалов: {missed:number}; если недостаёт до {limit:number}, это "
        "для неё обычно."
    ),
    "feed-silent.learnt": "Изучено материалов: {articles:number}, недель: {weeks:number}.",
    "feed-silent.look": "`tumen feeds test {id}` покажет, что в ней сейчас.",
    "feed-speaks-again": "Лента {feed} снова говорит",
    "feed-speaks-again.since": "Она молчала с {since:time}.",
    "feed-failing": "Лента {feed} не читается: {outcome:phrase}",
    "feed-failing.challenge": "Вместо ленты {feed} приходит страница проверки браузера",
    "feed-failing.layout": "Страница ленты {feed} изменилась",
    "feed-failing.since": (
        "Не читается с {since:time}; неудач подряд: {failures:number}, последняя: {detail}."
    ),
    "feed-failing.never": "Ещё ни разу не прочитана; неудач подряд: {failures:number}, последняя: {detail}.",
    "feed-failing.again": "Следующая попытка {next:time}.",
    "outcome.not-found": "не найдено",
    "outcome.unauthorized": "нужен пароль",
    "outcome.forbidden": "доступ запрещён",
    "outcome.rate-limited": "слишком частые запросы",
    "outcome.server-error": "ошибка сервера",
    "outcome.bad-status": "неожиданный ответ",
    "outcome.not-a-feed": "это не лента",
    "outcome.empty-answer": "пустой ответ",
    "outcome.too-large": "слишком велика",
    "outcome.timed-out": "нет ответа вовремя",
    "outcome.unreachable": "нет соединения",
    "outcome.tls-failure": "ошибка TLS",
    "outcome.cut-answer": "ответ оборван",
    "outcome.bad-answer": "неверный ответ",
    "outcome.redirect-loop": "перенаправления по кругу",
    "outcome.refused-address": "недопустимый адрес",
    "outcome.hostile-document": "вредоносный документ",
    "outcome.internal-error": "внутренняя ошибка",
    "advice.challenge": (
        "На её месте страница, которой нужен браузер, поэтому ничего не читается. Может помочь другой адрес "
        "источника или больший интервал."
    ),
    "advice.layout": (
        "Селекторы в `html` ничего на ней не находят. `tumen feeds test {id}` покажет, что они дают после "
        "исправления."
    ),
    "advice.not-a-feed": (
        "Адрес отвечает, будто всё в порядке, но чем-то другим: страницей входа или согласия, объявлением, "
        "главной страницей. Откройте его в браузере; `tumen feeds add` найдёт ленты сайта."
    ),
    "advice.unauthorized": "Нужен пароль или другой пароль: `https://name:${{WORD}}@host/…` в url.",
    "advice.forbidden": "Её сервер не принимает запросов отсюда. Может помочь другой адрес источника.",
    "advice.not-found": "Лента, видимо, переехала: `tumen feeds add` найдёт ленты сайта.",
    "advice.rate-limited": "Поможет больший `interval`, у этой ленты и у других с того же сервера.",
    "advice.refused-address": (
        "Если адрес внутри вашей сети указан намеренно, внесите его в `fetch.allow_private`."
    ),
    "advice.too-large": "Если так и должно быть, увеличьте `fetch.max_size`.",
    "advice.hostile": "У издателя что-то не так, или кто-то желает зла. Остальные ленты читаются.",
    "advice.internal": "Это ошибка самого Tumen; в журнале есть всё, чтобы о ней сообщить.",
    "advice.none": "Что за это время в ней появится, может быть потеряно.",
    "feed-recovered": "Лента {feed} снова читается",
    "feed-recovered.since": "Она не читалась с {since:time}.",
    "feed-recovered.lost": "Что к этому времени из неё исчезло, потеряно.",
    "feed-lost-items": "Лента {feed}: материалы потеряны между проверками",
    "feed-lost-items.some": (
        "Все записи ({entries:number}) новые со времени прошлой проверки, {since:time}, значит, между ними "
        "были другие, которых никто не видел: примерно {lost:number}, если судить по нынешним."
    ),
    "feed-lost-items.unknown": (
        "Все записи ({entries:number}) новые со времени прошлой проверки, {since:time}, значит, между ними "
        "были другие, которых никто не видел; сколько, сказать нельзя."
    ),
    "feed-lost-items.mend": (
        "Если Tumen всё это время работал, поможет `interval` меньше, чем {interval:span}."
    ),
    # the daily sign of life
    "alive": "Работает: прочитано {articles:number}, сохранено {kept:number}, сообщено {told:number}",
    "alive.unwell": (
        "Работает, но не всё в порядке: прочитано {articles:number}, сохранено {kept:number}, сообщено "
        "{told:number}"
    ),
    "alive.since": (
        "С {since:time}: материалов прочитано {articles:number}, сохранено {kept:number}. О совпадениях "
        "сообщено: {told:number}, придержано: {held:number}. Отправлено сообщений: {sent:number}, не "
        "удалось: {dead:number}."
    ),
    "alive.now": (
        "Сейчас ждёт отправлений: {waiting:number}, материалов для сводок: {items:number}; недоставленных: "
        "{dead:number}."
    ),
    "alive.feeds": "Лент: {feeds:number}, из них молчат: {silent:number}, не читаются: {failing:number}.",
    "alive.failing": "Не читаются: {feeds:list}.",
    "alive.silent": "Молчат: {feeds:list}.",
    "alive.failing.more": "Не читаются: {feeds:list} и ещё {more:number}.",
    "alive.silent.more": "Молчат: {feeds:list} и ещё {more:number}.",
    "alive.trouble": "{trouble:phrase}.",
    "alive.standing": "Не в порядке: {reason}.",
}
