package hapi.protocol.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubProofTest {
    @TempDir private Path folder;

    @Test
    void commandLineOfTheHomeAcceptsTheHubOfTheHomeAndNobodyElse() throws IOException {
        HubProof hub = HubProof.keep(home(), 3006);
        HubProof commandLine = HubProof.of(home()).orElseThrow();
        HubProof stranger =
                HubProof.keep(new HapiHome(Files.createDirectory(folder.resolve("other"))), 3006);
        String nonce = commandLine.newNonce();

        assertThat(commandLine.accepts(nonce, hub.answer(nonce).orElseThrow())).isTrue();
        assertThat(commandLine.accepts(nonce, stranger.answer(nonce).orElseThrow())).isFalse();
        assertThat(commandLine.accepts(nonce, "")).isFalse();
        assertThat(commandLine.accepts(commandLine.newNonce(), hub.answer(nonce).orElseThrow()))
                .as("an answer that was heard before")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF0123456789ABCDEF", "g"})
    void hubSignsNothingButNumbersOfThisKind(String nonce) throws IOException {
        assertThat(HubProof.keep(home(), 3006).answer(nonce)).isEmpty();
    }

    @Test
    void portsOfAHubAreRememberedAndItsSecretStays() throws IOException {
        HubProof first = HubProof.keep(home(), 3006);
        for (int port = 4000; port < 4015; port++) {
            HubProof.keep(home(), port);
        }
        HubProof later = HubProof.of(home()).orElseThrow();
        String nonce = later.newNonce();

        assertThat(later.accepts(nonce, first.answer(nonce).orElseThrow())).isTrue();
        assertThat(later.isAskedOn(3006)).isTrue();
        assertThat(later.isAskedOn(4014)).isTrue();
        assertThat(later.isAskedOn(3007)).isFalse();
        HubProof.keep(home(), 4015);
        assertThat(HubProof.of(home()).orElseThrow().isAskedOn(3006)).isFalse();
    }

    @Test
    void homeWithoutAHubOrWithABrokenFileAsksForNothing() throws IOException {
        assertThat(HubProof.of(home())).isEmpty();
        Files.writeString(folder.resolve("hub-proof.json"), "{\"secretBase64\":\"AAAA\"}");
        assertThat(HubProof.of(home())).isEmpty();
        Files.writeString(folder.resolve("hub-proof.json"), "not json");
        assertThat(HubProof.of(home())).isEmpty();
    }

    @Test
    void secretIsItsOwnersAlone() throws IOException {
        HubProof.keep(home(), 3006);

        assertThat(Files.getPosixFilePermissions(folder.resolve("hub-proof.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private HapiHome home() {
        return new HapiHome(folder);
    }
}
