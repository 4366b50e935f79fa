package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.hub.scope.Namespace;
import hapi.hub.scope.Namespaces;
import hapi.protocol.json.Json;
import hapi.protocol.model.SessionSummary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class SessionListsTest {
    private static final Namespace ALICE = Namespaces.ofVerifiedToken("alice");

    private final SessionLists lists = new SessionLists();

    @Test
    void bodyIsTheListAsTheMapperWritesIt() throws IOException {
        List<SessionSummary> rows = List.of(row("one", 10), row("two – zwei", 10));

        SessionLists.Body body = lists.of(ALICE, rows);

        assertThat(text(body)).isEqualTo(Json.write(Map.of("sessions", rows)));
        assertThat(body.length()).isEqualTo(text(body).getBytes(StandardCharsets.UTF_8).length);
        assertThat(text(lists.of(ALICE, List.of()))).isEqualTo("{\"sessions\":[]}");
    }

    @Test
    void compressedBodyIsTheSame() throws IOException {
        SessionLists.Body body = lists.of(ALICE, List.of(row("one", 2000), row("two", 10)));

        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(body.gzip())).readAllBytes();

        assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(text(body));
    }

    @Test
    void sameRowsAreNotEncodedAgainAndAChangedOneIs() throws IOException {
        List<SessionSummary> rows = new ArrayList<>(List.of(row("one", 10), row("two", 10)));
        SessionLists.Body first = lists.of(ALICE, rows);
        assertThat(lists.of(ALICE, new ArrayList<>(rows))).isSameAs(first);

        rows.set(0, row("three", 10));
        SessionLists.Body second = lists.of(ALICE, rows);

        assertThat(text(second)).contains("three").contains("two").doesNotContain("one");
        assertThat(lists.of(ALICE, rows.reversed())).isNotSameAs(second);
    }

    @Test
    void namespacesDoNotShareAList() throws IOException {
        lists.of(ALICE, List.of(row("one", 10)));

        SessionLists.Body body =
                lists.of(Namespaces.ofVerifiedToken("bob"), List.of(row("two", 10)));

        assertThat(text(body)).contains("two").doesNotContain("one");
    }

    @Test
    void whatIsKeptIsBounded() {
        for (int i = 0; i < 10; i++) {
            lists.of(Namespaces.ofVerifiedToken("n" + i), List.of(row("one", 5_000_000)));
        }

        assertThat(lists.size()).isEqualTo(6);
    }

    private static String text(SessionLists.Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static SessionSummary row(String id, int pathChars) {
        return new SessionSummary(
                true,
                id,
                true,
                false,
                1,
                2,
                false,
                false,
                new SessionSummary.Details(
                        null,
                        "p".repeat(pathChars),
                        "host",
                        null,
                        null,
                        "claude",
                        null,
                        null,
                        null,
                        null),
                1,
                1,
                0,
                null,
                0,
                List.of(),
                List.of(),
                0,
                0,
                null,
                null,
                null,
                null);
    }
}
