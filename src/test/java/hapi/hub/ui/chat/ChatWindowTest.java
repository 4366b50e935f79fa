package hapi.hub.ui.chat;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.HubCore;
import hapi.hub.chat.ChatBlock;
import hapi.hub.events.HubEvent;
import hapi.hub.message.Appended;
import hapi.hub.message.IncomingMessage;
import hapi.hub.message.MessageService;
import hapi.hub.message.PageRequest;
import hapi.hub.scope.SessionKey;
import hapi.protocol.json.Json;
import hapi.protocol.json.RawJson;
import hapi.protocol.model.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an open tab holds of a session, however long it watches or reads.
class ChatWindowTest {
    private static final int MOST = ChatWindow.KEPT + 2 * ChatWindow.PAGE;

    @TempDir Path folder;
    private HubCore hub;
    private SessionKey session;
    private ChatWindow window;
    private int written;

    @BeforeEach
    void open() {
        hub = new HubCore(folder);
        session = hub.newSession("long");
        window = new ChatWindow(session, hub.sessions(), hub.get(MessageService.class));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void tabThatWatchesHoldsTheNewestOnly() {
        write(10);
        window.load();

        watch(2_000);

        assertThat(window.timeline().blocks()).hasSizeBetween(ChatWindow.KEPT - 1, MOST);
        assertThat(window.timeline().messageCount()).isLessThanOrEqualTo(MOST);
        assertThat(words(window)).endsWith("message 2010");
        assertThat(window.hasOlder()).isFalse();
    }

    @Test
    void placeFarUpIsLoadedWithWhatIsAroundItAndTheNewest() {
        write(1_000);
        PageRequest.Position place = place("message 400");
        window.aimAt(place);

        window.load();

        assertThat(words(window))
                .contains("message 380", "message 400", "message 420", "message 1000")
                .doesNotContain("message 300", "message 500");
        assertThat(window.hole()).isPresent();
        while (window.hole().isPresent()) {
            window.loadNewer();
        }
        assertThat(words(window)).contains("message 500", "message 900").doesNotHaveDuplicates();
        assertThat(words(window).indexOf("message 1000") - words(window).indexOf("message 400"))
                .isEqualTo(600);
    }

    @Test
    void placeAmongTheNewestNeedsNothingMore() {
        write(50);
        window.aimAt(place("message 40"));

        window.load();

        assertThat(words(window)).hasSize(50);
        assertThat(window.hole()).isEmpty();
    }

    /// Of a message that was written.
    private PageRequest.Position place(String wanted) {
        ChatWindow all = new ChatWindow(session, hub.sessions(), hub.get(MessageService.class));
        all.load();
        while (all.timeline().blocks().stream().noneMatch(it -> wanted.equals(words(it)))) {
            all.loadOlder();
        }
        return all.timeline().blocks().stream()
                .filter(it -> wanted.equals(words(it)))
                .map(it -> new PageRequest.Position(it.position().at(), it.position().seq()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tabThatReadsUpHoldsItsPlaceAndTheEnd() {
        write(2_000);
        window.load();

        List<String> sent = new ArrayList<>(words(window));
        while (window.hasOlder()) {
            window.loadOlder()
                    .added()
                    .forEach(
                            id -> window.timeline().block(id).ifPresent(it -> sent.add(words(it))));
            assertThat(window.timeline().messageCount()).isLessThanOrEqualTo(MOST);
        }

        assertThat(sent).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(words(window)).startsWith("message 1").endsWith("message 2000");
    }

    @Test
    void afterTheGapIsClosedTheRestIsWholeAndOlderOnesFollow() {
        write(1_500);
        window.load();
        for (int i = 0; i < 20; i++) {
            window.loadOlder();
        }

        window.closeGap();

        List<String> left = words(window);
        int first = 1_500 - left.size() + 1;
        assertThat(left.getFirst()).isEqualTo("message " + first);
        assertThat(window.hasOlder()).isTrue();
        window.loadOlder();
        assertThat(words(window).getFirst()).isEqualTo("message " + (first - ChatWindow.PAGE));
        assertThat(words(window)).hasSize(left.size() + ChatWindow.PAGE);
    }

    @Test
    void rowThatHasLeftIsFoundAgain() {
        write(10);
        window.load();
        ChatBlock row = window.timeline().blocks().get(3);
        watch(1_000);
        assertThat(window.timeline().block(row.id())).isEmpty();

        PageRequest.Position place =
                new PageRequest.Position(row.position().at(), row.position().seq());

        assertThat(window.find(row.id(), place)).map(ChatWindowTest::words).hasValue("message 4");
    }

    private List<Message> write(int count) {
        List<CompletableFuture<Appended>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(append());
        }
        return answers.stream().map(answer -> ((Appended.Stored) answer.join()).message()).toList();
    }

    private void watch(int count) {
        for (Message message : write(count)) {
            window.take(List.of(new HubEvent.MessageAppended(session, message, false)));
        }
    }

    private CompletableFuture<Appended> append() {
        hub.clock.advance(Duration.ofMillis(1));
        String words = Json.write("message " + ++written);
        RawJson content =
                RawJson.ofText(
                        "{\"role\":\"agent\",\"content\":{\"type\":\"codex\",\"data\":"
                                + "{\"type\":\"message\",\"message\":%s}}}".formatted(words));
        return hub.get(MessageService.class)
                .append(session, new IncomingMessage(content, null, null), HubCore.CLI);
    }

    private static List<String> words(ChatWindow window) {
        return window.timeline().blocks().stream().map(ChatWindowTest::words).toList();
    }

    private static String words(ChatBlock block) {
        return block instanceof ChatBlock.AgentText text ? text.text() : block.toString();
    }
}
