package hapi.hub.files;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.Scopes;
import hapi.hub.scope.SessionKey;
import hapi.protocol.id.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadRoomTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final SessionKey KEY = SessionKey.ofRow(Scopes.HOME, new SessionId("s"));

    @Test
    void whatDoesNotFitWaitsUntilThereIsRoom() throws Exception {
        UploadRoom room = new UploadRoom(100, LONG);
        UploadRoom.Place first = room.take(40).orElseThrow();
        CompletableFuture<Optional<UploadRoom.Place>> second = new CompletableFuture<>();

        Thread waiting = Thread.ofVirtual().start(() -> second.complete(room.take(20)));
        assertThat(room.take(10)).isPresent();
        assertThat(second).isNotDone();
        first.close();

        assertThat(second.get(20, TimeUnit.SECONDS)).isPresent();
        waiting.join();
    }

    @Test
    void whoWaitsTooLongIsTold() {
        UploadRoom room = new UploadRoom(100, SOON);
        room.take(40).orElseThrow();

        assertThat(room.take(11)).isEmpty();
        assertThat(room.take(10)).isPresent();
    }

    @Test
    void whatIsTooLargeForAllOfItHasItAlone() {
        UploadRoom room = new UploadRoom(100, SOON);
        UploadRoom.Place alone = room.take(1000).orElseThrow();

        assertThat(room.take(1)).isEmpty();
        alone.close();
        assertThat(room.take(1)).isPresent();
        assertThat(room.take(1000)).isEmpty();
    }

    @Test
    void sessionGetsOneAtATimeAndDisturbsNoOther() {
        UploadRoom room = new UploadRoom(100, SOON);
        UploadRoom.Place turn = room.turn(KEY).orElseThrow();

        assertThat(room.turn(KEY)).isEmpty();
        assertThat(room.turn(SessionKey.ofRow(Scopes.OTHER, new SessionId("s")))).isPresent();
        turn.close();
        assertThat(room.turn(KEY)).isPresent();
    }
}
