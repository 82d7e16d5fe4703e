"""What the operator is told, in Korean (see ``notices_english``).

Names stand where no particle follows, for its form would depend on how they end.
"""

from __future__ import annotations

KOREAN = {
    "as-it-is": "{words:lines}",
    "and-more": "… 외 {more:number}건",
    # deliveries and channels
    "dead-delivery": "알림을 전달하지 못했습니다: {channel}",
    "dead-delivery.after": "{attempts:number}번 시도한 뒤 중단했습니다: {detail}.",
    "dead-delivery.retry": "`tumen outbox retry {notification}` 명령으로 다시 보낼 수 있습니다.",
    "refused-recipient": "채널 {channel}: 수신자가 거부되었습니다",
    "refused-recipient.who": "전달되지 않은 수신자: {refused:list}. 나머지는 받았거나 곧 받습니다.",
    "channel-unreachable": "채널 {channel}: 연결할 수 없습니다",
    "channel-unreachable.since": "{since:time}부터: {detail}.",
    "channel-unreachable.waits": "이 채널로 갈 알림은 대기하고 있으며, 연결되는 대로 보냅니다.",
    "channel-disabled": "채널 {channel}: 꺼졌습니다",
    "channel-disabled.why": (
        "수신 측 응답은 {detail}, 더 받지 않겠다는 뜻입니다. 이 채널로 갈 알림은 대기합니다."
    ),
    "channel-disabled.mend": (
        "파일에서 채널을 고치거나 규칙에서 빼십시오. `tumen channels test {channel}` 명령으로 보낸 시험 "
        "알림이 받아들여지면 다시 켜집니다."
    ),
    "outbox-stuck": "채널 {channel}: 아무것도 전달되지 않습니다",
    "outbox-stuck.one": "1건이 {since:time}부터 {waited:span}째 대기 중입니다.",
    "outbox-stuck.many": "{waiting:number}건이 대기 중이며, 첫 건은 {since:time}부터 {waited:span}째입니다.",
    "outbox-stuck.last": "마지막으로 받아들인 때는 {last:time}입니다.",
    "outbox-stuck.never": "아직 아무것도 받아들인 적이 없습니다.",
    "outbox-stuck.look": "`tumen outbox list --channel {channel}` 명령으로 수신 측 응답을 볼 수 있습니다.",
    # the program
    "disk-filling": "저장소 디스크가 차고 있습니다: {free:bytes} 남음",
    "disk-filling.room": (
        "{total:bytes} 가운데 {free:bytes} 남았습니다. 공간이 없으면 저장도 알림도 할 수 없으며, 공간이 "
        "생기면 저절로 이어집니다."
    ),
    "disk-filling.mend": "공간을 비우거나 `storage.keep`, `storage.keep_dropped` 기간을 줄이십시오.",
    "network-away": "네트워크 끊김: 피드에 연결할 수 없습니다",
    "network-away.since": (
        "{since:time}부터 아무 응답이 없습니다. 피드는 평소 간격대로 계속 확인하고, 하나라도 응답하면 모두 "
        "바로 확인합니다. 그때까지 피드에서 사라진 기사는 놓칩니다."
    ),
    "configuration-refused": "바뀐 feeds.yaml이 거부되어 이전 설정을 그대로 씁니다",
    # feeds
    "feed-gone": "피드 {feed}: 폐쇄되었습니다",
    "feed-gone.why": (
        "서버가 완전히 없어졌다고 응답했습니다(410). feeds.yaml에서 주소를 바꿀 때까지 다시 확인하지 "
        "않습니다: {url}"
    ),
    "feed-silent": "피드 {feed}: 새 소식이 없습니다",
    "feed-silent.since": (
        "응답은 하지만 {since:time}부터 마지막 확인까지 {silent:span} 동안 새 기사가 없습니다. 이런 요일과 "
        "시간에는 보통 {missed:number}건쯤 들어오며, {limit:number}건까지 모자라는 것은 이 피드에서 드물지 "
        "않습니다."
    ),
    "feed-silent.learnt": "{weeks:number}주 동안의 기사 {articles:number}건으로 익힌 결과입니다.",
    "feed-silent.look": "`tumen feeds test {id}` 명령으로 지금 내용을 볼 수 있습니다.",
    "feed-speaks-again": "피드 {feed}: 새 소식이 다시 들어옵니다",
    "feed-speaks-again.since": "{since:time}부터 새 소식이 없었습니다.",
    "feed-failing": "피드 {feed}: 읽을 수 없습니다 ({outcome:phrase})",
    "feed-failing.challenge": "피드 {feed}: 브라우저 확인 페이지가 나옵니다",
    "feed-failing.layout": "피드 {feed}: 페이지 구조가 바뀌었습니다",
    "feed-failing.since": (
        "{since:time}부터 읽지 못했습니다. 연속 실패 {failures:number}번, 마지막 원인: {detail}."
    ),
    "feed-failing.never": (
        "아직 한 번도 읽지 못했습니다. 연속 실패 {failures:number}번, 마지막 원인: {detail}."
    ),
    "feed-failing.again": "다음 시도: {next:time}.",
    "outcome.not-found": "찾을 수 없음",
    "outcome.unauthorized": "인증 필요",
    "outcome.forbidden": "접근 거부",
    "outcome.rate-limited": "요청 과다",
    "outcome.server-error": "서버 오류",
    "outcome.bad-status": "예상 밖의 응답 코드",
    "outcome.not-a-feed": "피드가 아님",
    "outcome.empty-answer": "빈 응답",
    "outcome.too-large": "너무 큼",
    "outcome.timed-out": "시간 초과",
    "outcome.unreachable": "연결 불가",
    "outcome.tls-failure": "TLS 오류",
    "outcome.cut-answer": "응답 끊김",
    "outcome.bad-answer": "잘못된 응답",
    "outcome.redirect-loop": "리디렉션 반복",
    "outcome.refused-address": "허용되지 않은 주소",
    "outcome.hostile-document": "악성 문서",
    "outcome.internal-error": "내부 오류",
    "advice.challenge": (
        "브라우저를 요구하는 페이지가 대신 나와 아무것도 읽지 못합니다. 같은 출처의 다른 주소나 더 긴 간격이 "
        "도움이 될 수 있습니다."
    ),
    "advice.layout": (
        "`html` 아래의 선택자가 아무것도 찾지 못합니다. 고친 뒤 `tumen feeds test {id}` 명령으로 결과를 볼 "
        "수 있습니다."
    ),
    "advice.not-a-feed": (
        "정상인 것처럼 응답하지만 피드가 아닙니다. 로그인이나 동의 페이지, 공지, 사이트 첫 화면일 수 "
        "있습니다. 브라우저로 열어 보십시오. `tumen feeds add` 명령은 사이트의 피드를 찾습니다."
    ),
    "advice.unauthorized": (
        "비밀번호가 없거나 다릅니다. url을 `https://name:${{WORD}}@host/…` 형식으로 쓰십시오."
    ),
    "advice.forbidden": "서버가 이곳의 요청을 받지 않습니다. 같은 출처의 다른 주소가 도움이 될 수 있습니다.",
    "advice.not-found": (
        "피드가 옮겨진 듯합니다. `tumen feeds add` 명령으로 사이트의 피드를 찾을 수 있습니다."
    ),
    "advice.rate-limited": "이 피드와 같은 서버의 다른 피드에 더 긴 `interval`이 도움이 됩니다.",
    "advice.refused-address": "내부 네트워크 주소가 맞다면 `fetch.allow_private`에 적어 주십시오.",
    "advice.too-large": "원래 그런 크기라면 `fetch.max_size`를 늘리십시오.",
    "advice.hostile": "발행처에 문제가 있거나 악의적인 문서입니다. 다른 피드는 계속 읽습니다.",
    "advice.internal": "Tumen 자체의 결함입니다. 로그에 신고에 필요한 내용이 있습니다.",
    "advice.none": "그동안 실린 기사를 놓칠 수 있습니다.",
    "feed-recovered": "피드 {feed}: 다시 읽힙니다",
    "feed-recovered.since": "{since:time}부터 읽지 못했습니다.",
    "feed-recovered.lost": "그때까지 피드에서 사라진 기사는 놓쳤습니다.",
    "feed-lost-items": "피드 {feed}: 확인 사이에 기사를 놓쳤습니다",
    "feed-lost-items.some": (
        "이전 확인({since:time}) 이후 {entries:number}건이 모두 새 글이므로 그 사이에 보지 못한 글이 "
        "있었습니다. 지금 속도로 보면 {lost:number}건쯤입니다."
    ),
    "feed-lost-items.unknown": (
        "이전 확인({since:time}) 이후 {entries:number}건이 모두 새 글이므로 그 사이에 보지 못한 글이 "
        "있었습니다. 몇 건인지는 알 수 없습니다."
    ),
    "feed-lost-items.mend": "Tumen이 계속 돌고 있었다면 {interval:span}보다 짧은 `interval`이 도움이 됩니다.",
    # the daily sign of life
    "alive": "작동 중: 읽음 {articles:number}, 보관 {kept:number}, 알림 {told:number}",
    "alive.unwell": "작동 중, 문제 있음: 읽음 {articles:number}, 보관 {kept:number}, 알림 {told:number}",
    "alive.since": (
        "{since:time}부터: 기사 {articles:number}건 읽음, {kept:number}건 보관. 일치 {told:number}건 알림, "
        "{held:number}건 보류. {sent:number}건 전달, {dead:number}건 포기."
    ),
    "alive.now": "현재: 전달 대기 {waiting:number}건, 모음 대기 {items:number}건, 전달 실패 {dead:number}건.",
    "alive.feeds": (
        "피드 {feeds:number}개 가운데 새 소식 없음 {silent:number}개, 읽기 실패 {failing:number}개."
    ),
    "alive.failing": "읽기 실패: {feeds:list}.",
    "alive.silent": "새 소식 없음: {feeds:list}.",
    "alive.failing.more": "읽기 실패: {feeds:list} 외 {more:number}개.",
    "alive.silent.more": "새 소식 없음: {feeds:list} 외 {more:number}개.",
    "alive.trouble": "{trouble:phrase}.",
    "alive.standing": "문제: {reason}.",
}
