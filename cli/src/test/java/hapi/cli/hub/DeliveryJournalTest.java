package hapi.cli.hub;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.cli.hub.DeliveryJournal.Kept;
import hapi.protocol.home.HapiHome;
import hapi.protocol.id.LocalId;
import hapi.protocol.id.MessageId;
import hapi.protocol.id.SessionId;
import hapi.protocol.json.RawJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryJournalTest {
    private static final SessionId S1 = new SessionId("s1");
    @TempDir private Path home;
    private OutboxFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new OutboxFolder(new HapiHome(home));
    }

    @Test
    void nextProcessFindsWhatTheHubDoesNotHaveInItsOrder() throws IOException {
        DeliveryJournal first = open();
        first.added(said(0));
        first.added(new Kept(1, new Outgoing.Taken(List.of(new LocalId("p1")), true), 7));
        first.added(said(2));
        first.removed(0);
        first.close();

        DeliveryJournal second = open();

        assertThat(second.outgoing())
                .containsExactly(
                        new Kept(1, new Outgoing.Taken(List.of(new LocalId("p1")), true), 7),
                        said(2));
        second.close();
    }

    @Test
    void promptThatWasTakenAndNotGivenIsFoundAndOneThatWasGivenIsRemembered() throws IOException {
        DeliveryJournal first = open();
        first.taken(List.of(prompt("p1"), prompt("p2"), prompt("p3")));
        first.given(List.of(new LocalId("p2"), new LocalId("unknown")));
        first.close();

        DeliveryJournal second = open();

        assertThat(second.unfinished()).containsExactly(prompt("p1"), prompt("p3"));
        assertThat(second.consumed()).extracting(LocalId::value).containsExactly("p1", "p2", "p3");
        second.close();
    }

    /// Cuts the file at every length and flips bytes: what is before the damage is read, nothing
    /// behind it, and the file goes on from there.
    @Test
    void damageCostsWhatIsBehindItAndNothingElse() throws IOException {
        DeliveryJournal written = open();
        for (int i = 0; i < 5; i++) {
            written.added(said(i));
        }
        written.close();
        byte[] whole = Files.readAllBytes(folder.log(S1));
        Random random = new Random(7);
        for (int length = 0; length <= whole.length; length++) {
            byte[] damaged = Arrays.copyOf(whole, length);
            if (length > 30 && random.nextBoolean()) {
                damaged[8 + random.nextInt(length - 8)] ^= 0x10;
            }
            Files.write(folder.log(S1), damaged);

            DeliveryJournal journal = open();
            List<Kept> found = journal.outgoing();
            assertThat(found)
                    .isEqualTo(
                            Stream.of(0, 1, 2, 3, 4)
                                    .limit(found.size())
                                    .map(i -> said(i))
                                    .toList());
            journal.added(said(9));
            journal.close();
            journal = open();
            assertThat(journal.outgoing()).hasSize(found.size() + 1).endsWith(said(9));
            journal.close();
            Files.delete(folder.log(S1));
        }
    }

    @Test
    void fileOfAnotherKindIsNoJournal() throws IOException {
        Files.createDirectories(folder.log(S1).getParent());
        Files.writeString(folder.log(S1), "something else entirely");

        DeliveryJournal journal = open();

        assertThat(journal.outgoing()).isEmpty();
        journal.close();
    }

    @Test
    void everythingGoesWhenNothingIsOnItsWayAnyMore() throws IOException {
        DeliveryJournal journal = open();
        journal.added(said(0));
        journal.taken(List.of(prompt("p1")));
        journal.removed(0);
        journal.given(List.of(new LocalId("p1")));
        journal.close();

        assertThat(folder.log(S1).getParent()).isEmptyDirectory();
        assertThat(folder.sessions()).isEmpty();
    }

    @Test
    void secondProcessOfTheSessionKeepsNothingOnDisk() throws IOException {
        DeliveryJournal first = open();

        assertThat(DeliveryJournal.tryOpen(folder, S1)).isEmpty();

        first.close();
        DeliveryJournal next = open();
        next.close();
    }

    @Test
    void fileStaysSmallHoweverMuchPassesThroughIt() throws IOException {
        DeliveryJournal journal = open();
        RawJson big = RawJson.of("x".repeat(10_000));
        for (int i = 0; i < 2_000; i++) {
            journal.added(new Kept(i, new Outgoing.Said(new LocalId("m" + i), big, i), 0));
            if (i >= 10) {
                journal.removed(i - 10);
            }
        }

        assertThat(Files.size(folder.log(S1))).isLessThan(2_000_000);
        journal.close();
        DeliveryJournal next = open();
        assertThat(next.outgoing()).extracting(Kept::number).hasSize(10).endsWith(1_999L);
        next.close();
    }

    @Test
    void filesAreTheirOwnersAloneAlsoWhenTheyWereNot() throws IOException {
        open().close();
        Path outbox = Files.createDirectories(folder.log(S1).getParent());
        Files.write(folder.log(S1), new byte[0], StandardOpenOption.CREATE);
        Files.setPosixFilePermissions(outbox, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.log(S1), PosixFilePermissions.fromString("rw-r--r--"));

        DeliveryJournal journal = open();
        journal.added(said(0));

        assertThat(rights(outbox)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(outbox)) {
            assertThat(files).allSatisfy(file -> assertThat(rights(file)).isEqualTo("rw-------"));
        }
        journal.close();
    }

    @Test
    void sessionIdNeverLeavesTheFolder() throws IOException {
        SessionId hostile = new SessionId("../../Etc");
        DeliveryJournal journal = DeliveryJournal.tryOpen(folder, hostile).orElseThrow();
        journal.added(said(0));
        journal.close();

        assertThat(folder.log(hostile).normalize().getParent()).isEqualTo(home.resolve("outbox"));
        assertThat(folder.sessions()).containsExactly(hostile);
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private DeliveryJournal open() throws IOException {
        return DeliveryJournal.tryOpen(folder, S1).orElseThrow();
    }

    private static Kept said(long number) {
        RawJson message = RawJson.trusted("{ \"n\": %d.50, \"t\": \"é\\n\" }".formatted(number));
        return new Kept(number, new Outgoing.Said(new LocalId("m" + number), message, 17), number);
    }

    private static Prompt prompt(String id) {
        return new Prompt(
                new MessageId("id-" + id),
                new LocalId(id),
                3,
                4,
                RawJson.trusted("{\"role\":\"user\"}"));
    }
}
