package hapi.hub.ui.view;

import hapi.hub.message.Appended;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.permission.DecideResult;
import hapi.hub.permission.Decision;
import hapi.hub.rpc.RpcResult;
import hapi.hub.scope.SessionKey;
import hapi.hub.session.PendingRequests;
import hapi.hub.session.SettingsResult;
import hapi.hub.ui.Viewer;
import hapi.hub.ui.bridge.UiBridge;
import hapi.hub.ui.chat.ChatFeed;
import hapi.hub.ui.decision.AskEncoder;
import hapi.hub.ui.decision.AskList;
import hapi.hub.ui.decision.Choices;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.Json;
import hapi.protocol.model.FlavorSpec;
import hapi.protocol.model.SessionSummary;
import hapi.protocol.rpc.RpcMethod;
import hapi.protocol.rpc.RpcMethods;
import hapi.protocol.rpc.SessionCalls.AbortParams;
import hapi.protocol.rpc.SessionCalls.SessionSettings;
import hapi.protocol.rpc.SessionCalls.SwitchParams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// What a person does on a session's page. Everything that waits runs off the UI; what the browser
/// sends is not believed.
final class SessionActions
        implements ChatElements.ChatActions,
                ChatElements.DockActions,
                ChatElements.ComposerActions {
    private static final int MAX_TEXT = 1_000_000;
    private static final int MAX_REASON = 10_000;

    private final SessionKey key;
    private final Viewer viewer;
    private final SessionPages parts;
    private final ChatFeed feed;
    private final UiBridge.Link link;
    private final Texts texts;
    private final Consumer<String> failed;
    private final Consumer<SessionKey> moved;
    private final StartAgain start;

    SessionActions(
            SessionKey key,
            Viewer viewer,
            SessionPages parts,
            ChatFeed feed,
            UiBridge.Link link,
            Texts texts,
            Consumer<String> failed,
            Consumer<SessionKey> moved) {
        this.key = key;
        this.viewer = viewer;
        this.parts = parts;
        this.feed = feed;
        this.link = link;
        this.texts = texts;
        this.failed = failed;
        this.moved = moved;
        this.start = new StartAgain(key, parts.sessions(), parts.resumption(), texts);
    }

    @Override
    public void loadOlder() {
        link.work(() -> link.apply(feed::loadOlder));
    }

    @Override
    public ArrayNode openRow(String id, long at, long seq) {
        return link.read(() -> feed.whole(id, at, seq)).orElseGet(Json.mapper()::createArrayNode);
    }

    @Override
    public void retry(String localId) {
        link.work(() -> parts.messages().retry(key, localId, viewer.origin()));
    }

    @Override
    public void cancel(String localId) {
        link.work(() -> parts.messages().cancel(key, localId, viewer.origin()));
    }

    @Override
    public void send(String localId, String text) {
        if (text.isBlank() || text.length() > MAX_TEXT) {
            return;
        }
        OutgoingMessage message = OutgoingMessage.text(text, new LocalId(localId));
        link.work(() -> {
            Appended result = parts.messages().send(key, message, viewer.origin());
            if (result instanceof Appended.Gone) {
                tell("composer.fault.send", texts.text("chat.gone"));
            }
        });
    }

    @Override
    public void stop() {
        call("composer.fault.stop", RpcMethods.ABORT, new AbortParams("User aborted"));
    }

    @Override
    public void takeOver() {
        call("composer.fault.takeOver", RpcMethods.SWITCH, new SwitchParams("remote"));
    }

    private <P, R> void call(String faultKey, RpcMethod<P, R> method, P params) {
        link.work(() -> {
            RpcResult<R> result = parts.rpc().call(key, method, params);
            if (!(result instanceof RpcResult.Ok<R>)) {
                tell(faultKey, result.failure());
            }
        });
    }

    @Override
    public void setMode(String mode) {
        if (!flavor().permissionModes().contains(mode)) {
            return;
        }
        link.work(() -> {
            SettingsResult result =
                    parts.sessions()
                            .configure(
                                    key,
                                    SessionSettings.of("permissionMode", mode),
                                    viewer.origin());
            if (result instanceof SettingsResult.Refused(String message)) {
                tell("composer.fault.mode", message);
            }
        });
    }

    @Override
    public void startAgain() {
        link.work(() -> {
            switch (start.run(viewer.origin())) {
                case StartAgain.End.Here _ -> {}
                case StartAgain.End.Elsewhere(SessionKey now) -> link.show(() -> moved.accept(now));
                case StartAgain.End.Refused(String words) -> tell("composer.fault.start", words);
            }
        });
    }

    /// Whether the page follows its chat to another session, whatever becomes of this one.
    boolean isStarting() {
        return start.isUnderWay();
    }

    @Override
    public void decide(JsonNode answer) {
        String request = answer.path("request").asString("");
        String hash = answer.path("hash").asString("");
        String choice = answer.path("choice").asString("");
        String reason = answer.path("reason").asString("");
        RequestId id = new RequestId(request);
        Optional<PendingRequests.Request> open = parts.permissions().find(key, id);
        if (open.isEmpty()) {
            link.work(() -> changeAsks(asks -> asks.lose(request)));
            return;
        }
        Optional<Decision> decision =
                Choices.decision(
                        choice,
                        open.get().tool(),
                        AskEncoder.told(open.get()),
                        flavor(),
                        reason.isBlank() || reason.length() > MAX_REASON ? null : reason,
                        answers(answer.path("answers")));
        if (decision.isEmpty()) {
            return;
        }
        link.work(() -> {
            changeAsks(asks -> asks.press(request, choice));
            decide(id, decision.get(), hash);
        });
    }

    private void decide(RequestId id, Decision decision, String hash) {
        String request = id.value();
        DecideResult result =
                parts.permissions()
                        .decide(
                                key,
                                id,
                                decision,
                                Viewer.WHO,
                                viewer.origin(),
                                hash.isEmpty() ? Optional.empty() : Optional.of(hash));
        changeAsks(asks -> {
            switch (result) {
                case DecideResult.Delivered _ -> {}
                case DecideResult.NotPending _, DecideResult.AlreadyDecided _ -> asks.lose(request);
                case DecideResult.ShownChanged _ ->
                        asks.fail(request, texts.text("ask.fault.changed"));
                case DecideResult.Undelivered _ ->
                        asks.fail(request, texts.text("ask.fault.undelivered"));
            }
        });
    }

    private void changeAsks(Consumer<AskList> change) {
        link.apply(() -> feed.changeAsks(change));
    }

    private static Map<String, List<String>> answers(JsonNode node) {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> {
                    List<String> labels = new ArrayList<>();
                    entry.getValue().forEach(label -> labels.add(label.asString("")));
                    answers.put(entry.getKey(), labels);
                });
        return answers;
    }

    private FlavorSpec flavor() {
        return FlavorSpec.of(
                parts.sessions()
                        .summary(key)
                        .map(SessionSummary::metadata)
                        .map(SessionSummary.Details::flavor)
                        .orElse(null));
    }

    private void tell(String textKey, @Nullable String detail) {
        link.show(() -> failed.accept(texts.text(textKey, detail == null ? "" : detail)));
    }
}
