package hapi.hub.ui.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.events.HubEvent;
import hapi.hub.events.Origin;
import hapi.hub.events.Published;
import hapi.hub.events.StreamPosition;
import hapi.hub.machine.MachineService;
import hapi.hub.message.MessageService;
import hapi.hub.permission.Decision;
import hapi.hub.permission.PermissionService;
import hapi.hub.rpc.AnsweringConnection;
import hapi.hub.rpc.RpcRegistry;
import hapi.hub.scope.Namespace;
import hapi.hub.scope.SessionKey;
import hapi.hub.ui.text.Texts;
import hapi.protocol.id.RequestId;
import hapi.protocol.json.RawJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class InboxFeedTest {
    @TempDir Path folder;
    private HubCore core;
    private final Map<SessionKey, Long> versions = new HashMap<>();
    private final List<ObjectNode> shown = new ArrayList<>();
    private InboxFeed feed;

    private final class Screen implements InboxFeed.View {
        @Override
        public void reset(ObjectNode all) {
            shown.add(all.deepCopy());
        }

        @Override
        public void patch(ObjectNode changes) {
            shown.add(changes.deepCopy());
        }
    }

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        feed = feed(Scopes.HOME);
    }

    @AfterEach
    void close() {
        core.close();
    }

    private InboxFeed feed(Namespace namespace) {
        return new InboxFeed(
                namespace,
                core.sessions(),
                core.get(PermissionService.class),
                core.get(MachineService.class),
                new RecentWords(core.sessions(), core.get(MessageService.class)),
                Texts.of(Locale.ENGLISH),
                new Screen());
    }

    @Test
    void whatWaitsLongestComesFirstWhicheverSessionAsks() {
        SessionKey one = session("one");
        SessionKey two = session("two");
        ask(one, "\"late\":" + request("ls", 300));
        ask(two, "\"first\":" + request("ls", 100) + ",\"middle\":" + request("ls", 200));

        JsonNode all = loaded();

        assertThat(all.path("order").valueStream().map(JsonNode::asString))
                .containsExactly(two.id() + "/first", two.id() + "/middle", one.id() + "/late");
        JsonNode middle = all.path("asks").get(1);
        assertThat(middle.path("n").asInt()).isEqualTo(2);
        assertThat(middle.path("of").asInt()).isEqualTo(2);
        assertThat(middle.path("session").asString()).isEqualTo(two.id().value());
        assertThat(middle.path("hash").asString()).hasSize(64);
    }

    @Test
    void onlyWhatChangedIsSentAgain() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        loaded();

        ask(one, "\"a\":" + request("ls", 100) + ",\"b\":" + request("ls", 200));
        JsonNode change = changed(one);

        // The first one is now one of two, and says so.
        assertThat(change.path("asks").findValuesAsString("key"))
                .containsExactly(one.id() + "/a", one.id() + "/b");
        assertThat(change.path("ended")).isEmpty();
        core.beat(one, false);
        shown.clear();
        feed.take(List.of(published(one)));
        feed.show(false);
        assertThat(shown).isEmpty();
    }

    @Test
    void otherContentUnderTheSameIdIsAnotherAsking() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        String before = loaded().path("asks").get(0).path("hash").asString();

        ask(one, "\"a\":" + request("rm -rf /", 100));
        JsonNode ask = changed(one).path("asks").get(0);

        assertThat(ask.path("hash").asString()).isNotEqualTo(before);
        assertThat(ask.path("parts").get(0).path("text").asString()).isEqualTo("rm -rf /");
        assertThat(ask.path("state").asString()).isEqualTo("open");
    }

    @Test
    void decidedElsewhereSaysWhatWhenAndFromWhere() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        loaded();
        answerFor(one);

        core.get(PermissionService.class)
                .decide(
                        one,
                        new RequestId("a"),
                        Decision.allowOnce(),
                        "owner",
                        new Origin.Ui("desktop"),
                        Optional.empty());
        assertThat(changed(one).path("asks").get(0).path("state").asString()).isEqualTo("sent");
        state(
                one,
                "{\"requests\":{},\"completedRequests\":{\"a\":{\"tool\":\"Bash\",\"createdAt\":100,"
                        + "\"completedAt\":500,\"status\":\"approved\"}}}");
        JsonNode end = changed(one).path("ended").get(0);

        assertThat(end.path("key").asString()).isEqualTo(one.id() + "/a");
        assertThat(end.path("state").asString()).isEqualTo("elsewhere");
        assertThat(end.path("words").asString()).isEqualTo("Allowed once");
        assertThat(end.path("from").asString()).isEqualTo("desktop");
        assertThat(end.path("at").asLong()).isPositive();
    }

    @Test
    void whatWasAnsweredAtTheMachineIsNoExpiry() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        loaded();

        state(
                one,
                "{\"requests\":{},\"completedRequests\":{\"a\":{\"tool\":\"Bash\",\"createdAt\":100,"
                        + "\"completedAt\":500,\"status\":\"denied\"}}}");
        JsonNode end = changed(one).path("ended").get(0);

        assertThat(end.path("state").asString()).isEqualTo("elsewhere");
        assertThat(end.path("words").asString()).isEqualTo("Refused");
    }

    @Test
    void sessionThatEndsTakesItsRequestsWithIt() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        loaded();

        core.sessions().ended(one, "completed", HubCore.CLI).join();
        JsonNode change = changed(one);

        assertThat(change.path("order")).isEmpty();
        assertThat(change.path("ended").get(0).path("state").asString()).isEqualTo("expired");
        assertThat(change.path("ended").get(0).path("words").asString())
                .contains("its session has ended");
    }

    @Test
    void whatWorksIsNamedWhereNothingIsAsked() {
        SessionKey busy = session("busy");
        session("idle");
        core.beat(busy, true);

        JsonNode all = loaded();

        assertThat(all.path("asks")).isEmpty();
        assertThat(all.path("working").findValuesAsString("id")).containsExactly(busy.id().value());
    }

    @Test
    void anotherNamespaceSeesNothingOfIt() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100));
        feed = feed(Scopes.OTHER);

        JsonNode all = loaded();

        assertThat(all.path("asks")).isEmpty();
        assertThat(all.path("working")).isEmpty();
        feed.take(List.of(published(one)));
        shown.clear();
        feed.show(false);
        assertThat(shown).isEmpty();
    }

    @Test
    void badgeCountsRequestsThatNobodyHasDecided() {
        SessionKey one = session("one");
        ask(one, "\"a\":" + request("ls", 100) + ",\"b\":" + request("ls", 200));
        List<ObjectNode> told = new ArrayList<>();
        NeedsFeed needs =
                new NeedsFeed(
                        Scopes.HOME,
                        core.sessions(),
                        core.get(PermissionService.class),
                        Texts.of(Locale.ENGLISH),
                        it -> told.add(it.deepCopy()));
        needs.load();
        needs.show(true);
        answerFor(one);

        core.get(PermissionService.class)
                .decide(
                        one,
                        new RequestId("a"),
                        Decision.allowOnce(),
                        "owner",
                        HubCore.REST,
                        Optional.empty());
        needs.take(List.of(published(one)));
        needs.show(false);

        assertThat(told).extracting(it -> it.path("count").asInt()).containsExactly(2, 1);
        assertThat(told.getLast().path("asks").get(0).path("words").asString())
                .contains("wants to run ls");
    }

    private JsonNode loaded() {
        feed.load();
        feed.show(true);
        return shown.getLast();
    }

    private JsonNode changed(SessionKey key) {
        feed.take(List.of(published(key)));
        feed.show(false);
        return shown.getLast();
    }

    /// An event of the session; which one does not matter to the feed.
    private Published published(SessionKey key) {
        return new Published(
                new StreamPosition("e", 1),
                1,
                HubCore.CLI,
                new HubEvent.PermissionRequested(key, new RequestId("x")));
    }

    private SessionKey session(String tag) {
        SessionKey key = core.newSession(tag);
        versions.put(key, 1L);
        core.beat(key, false);
        return key;
    }

    private static String request(String command, long at) {
        return "{\"tool\":\"Bash\",\"createdAt\":%d,\"arguments\":{\"command\":\"%s\"}}"
                .formatted(at, command);
    }

    private void ask(SessionKey key, String requests) {
        state(key, "{\"requests\":{" + requests + "}}");
    }

    private void state(SessionKey key, String state) {
        core.sessions()
                .updateAgentState(key, versions.get(key), RawJson.ofText(state), HubCore.REST)
                .join();
        versions.merge(key, 1L, Long::sum);
    }

    private void answerFor(SessionKey key) {
        core.get(RpcRegistry.class)
                .register(new AnsweringConnection("c", "null"), key, "permission");
    }
}
