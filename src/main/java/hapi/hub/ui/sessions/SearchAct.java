package hapi.hub.ui.sessions;

import hapi.hub.chat.VisibleText;
import hapi.hub.search.MessageSearch;
import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `search`: `{text}`. Answers `{hits, part}`; `Hit` of `model.ts` is the other half.
@Component("sessionSearchAct")
final class SearchAct implements UiAct {
    private static final int MAX_TEXT = 200;

    private final MessageSearch search;

    SearchAct(MessageSearch search) {
        this.search = search;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public ActResult run(ActCall call) {
        String text = call.text("text");
        if (text.length() > MAX_TEXT) {
            return new ActResult.Refused("long", call.texts().text("list.search.long"));
        }
        MessageSearch.Found found = search.find(call.viewer().namespace(), text);
        ObjectNode answer = Json.object().put("part", found.isPart());
        ArrayNode hits = answer.putArray("hits");
        for (MessageSearch.Hit hit : found.hits()) {
            ArrayNode pieces =
                    hits.addObject()
                            .put("session", hit.session())
                            .put("at", hit.atMillis())
                            .put("seq", hit.seq())
                            .putArray("pieces");
            hit.pieces().forEach(piece -> pieces.add(VisibleText.of(piece)));
        }
        return new ActResult.Done(answer);
    }
}
