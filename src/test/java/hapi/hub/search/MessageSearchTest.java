package hapi.hub.search;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.Scopes;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.message.OutgoingMessage;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.LocalId;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.MessagePage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class MessageSearchTest {
    @TempDir Path folder;
    private HubCore core;
    private SessionKey key;
    private MessageSearch search;

    @BeforeEach
    void open() {
        core = new HubCore(folder);
        search = core.get(MessageSearch.class);
        key = core.newSession("t");
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void wordsOfPersonAndAgentAreFoundWhateverTheirCase() {
        say(key, "The coupon is applied first, so tax counts twice.");
        ask(key, "Why does Ärger cost 5€?");

        assertThat(pieces("COUPON"))
                .containsExactly("The ", "coupon", " is applied first, so tax counts twice.");
        assertThat(pieces("ärger")).contains("Ärger");
        assertThat(pieces("twice coupon")).contains("coupon", "twice");
        assertThat(pieces("coupon nowhere")).isEmpty();
    }

    @Test
    void chineseIsFoundInsideOfASentence() {
        say(key, "把订单迁移到第二版，保留旧接口。");

        assertThat(pieces("迁移")).containsExactly("把订单", "迁移", "到第二版，保留旧接口。");
    }

    @Test
    void namesOfKeysAndToolsAreNotText() {
        say(key, "hello");
        append(
                key,
                data().put("type", "tool-call")
                        .put("name", "Bash")
                        .put("callId", "1")
                        .set("input", Json.object().put("command", "secret-command")));

        for (String word : List.of("role", "codex", "message", "secret-command", "localId")) {
            assertThat(pieces(word)).as(word).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quoted\"",
                "100%",
                "a_b",
                "c:\\temp",
                "it's",
                "x*y",
                "NEAR(a b)",
                "-minus",
                "(",
                "{\"role\"",
                "AND",
                "tab\\t",
                "😀",
                "<script>"
            })
    void noCharacterHasAMeaningOfItsOwn(String text) {
        assertThat(pieces(text)).isEmpty();

        say(key, "before " + text + " after");

        assertThat(String.join("", pieces(text))).isEqualTo("before " + text + " after");
    }

    @Test
    void wildcardFindsOnlyItself() {
        say(key, "aXb 100x");

        assertThat(pieces("a_b")).isEmpty();
        assertThat(pieces("1%x")).isEmpty();
    }

    @Test
    void nothingIsFoundByNothing() {
        say(key, "hello");

        assertThat(pieces("")).isEmpty();
        assertThat(pieces(" \n\t ")).isEmpty();
        assertThat(pieces("\u0000")).isEmpty();
        assertThat(pieces("\ud800")).isEmpty();
        assertThat(pieces("x".repeat(100_000))).isEmpty();
    }

    @Test
    void otherNamespacesStayHidden() {
        say(core.newSession(Scopes.OTHER, "theirs"), "their coupon");

        assertThat(pieces("coupon")).isEmpty();
        assertThat(search.find(Scopes.OTHER, "coupon").hits()).hasSize(1);
    }

    @Test
    void eachSessionComesOnceWithItsNewestAndTwentyAtMost() {
        say(key, "first coupon");
        say(key, "second coupon");
        for (int i = 0; i < 25; i++) {
            say(core.newSession("more" + i), "coupon " + i);
        }

        List<MessageSearch.Hit> hits = search.find(Scopes.HOME, "coupon").hits();

        assertThat(hits).hasSize(20);
        assertThat(hits.getFirst().pieces()).endsWith(" 24");
        assertThat(hits).extracting(MessageSearch.Hit::session).doesNotHaveDuplicates();
    }

    @Test
    void placeOfAHitIsThatOfItsMessage() {
        say(key, "first");
        say(key, "the coupon");
        say(key, "last");

        MessageSearch.Hit hit = search.find(Scopes.HOME, "coupon").hits().getFirst();

        PageRequest.Position before = new PageRequest.Position(hit.atMillis(), hit.seq() - 1);
        MessagePage page =
                core.get(MessageService.class)
                        .page(key, new PageRequest.After(before, null, null, 10));
        assertThat(page.messages()).hasSize(2);
        assertThat(page.messages().getFirst().id()).isEqualTo(hit.message());
    }

    @Test
    void longTextIsCutAroundTheWord() {
        say(key, "a ".repeat(500) + "coupon" + " b".repeat(500));

        List<String> pieces = pieces("coupon");

        assertThat(pieces.getFirst()).startsWith("…").hasSizeLessThan(50);
        assertThat(pieces.getLast()).endsWith("…").hasSizeLessThan(130);
    }

    private List<String> pieces(String text) {
        return search.find(Scopes.HOME, text).hits().stream()
                .findFirst()
                .map(MessageSearch.Hit::pieces)
                .orElse(List.of());
    }

    private void say(SessionKey session, String words) {
        append(session, data().put("type", "message").put("message", words));
    }

    private void ask(SessionKey session, String words) {
        core.get(MessageService.class)
                .send(session, OutgoingMessage.text(words, new LocalId("l")), HubCore.REST);
    }

    private static ObjectNode data() {
        return Json.object();
    }

    private void append(SessionKey session, tools.jackson.databind.JsonNode data) {
        ObjectNode message = Json.object().put("role", "agent");
        message.putObject("content").put("type", "codex").set("data", data);
        core.get(MessageService.class)
                .append(session, new IncomingMessage(RawJson.of(message), null, null), HubCore.CLI)
                .join();
    }
}
