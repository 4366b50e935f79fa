package hapi.hub.ui.chat;

import hapi.hub.ui.act.ActCall;
import hapi.hub.ui.act.ActResult;
import hapi.hub.ui.act.UiAct;
import hapi.protocol.json.Json;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `chat`: `{chat, want, ..}`, what a chat that is on the screen wants more of: `older` rows,
/// `newer` ones where some are not loaded, or the `newest`, which come by its feed; the `inside` of
/// a row, `{id, at, seq}`, answered as `{parts}`; all `steps` of a helper, `{id}`, which come by
/// its feed.
///
/// Refused as `left` when the hub does not know the chat (any more): a newer one follows.
@Component
public final class ChatAct implements UiAct {
    private final OpenChats chats;

    public ChatAct(OpenChats chats) {
        this.chats = chats;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public ActResult run(ActCall call) {
        Optional<OpenChats.Chat> chat = chats.find(call.viewer().namespace(), call.text("chat"));
        if (chat.isEmpty()) {
            return refused(call, "left");
        }
        ChatFeed feed = chat.get().feed();
        String id = call.text("id");
        switch (call.text("want")) {
            case "older" -> chat.get().link().apply(feed::loadOlder);
            case "newer" -> chat.get().link().apply(feed::loadNewer);
            case "newest" -> chat.get().link().apply(feed::goToNewest);
            case "steps" -> chat.get().link().apply(() -> feed.showSteps(id));
            case "inside" -> {
                long at = call.args().path("at").asLong(0);
                long seq = call.args().path("seq").asLong(0);
                Optional<ArrayNode> parts = chat.get().link().read(() -> feed.whole(id, at, seq));
                if (parts.isEmpty()) {
                    return refused(call, "gone");
                }
                ObjectNode answer = Json.object();
                answer.set("parts", parts.get());
                return new ActResult.Done(answer);
            }
            default -> {
                return refused(call, "unknown");
            }
        }
        return ActResult.Done.plain();
    }

    private static ActResult refused(ActCall call, String code) {
        return new ActResult.Refused(code, call.texts().text("act.failed"));
    }
}
