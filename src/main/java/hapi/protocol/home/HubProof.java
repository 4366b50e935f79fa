package hapi.protocol.home;

import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A secret that the hub of a home keeps in that home (`hub-proof.json`), so that its command line
/// can tell it from a stranger who listens on the same port: the command line sends a fresh number,
/// the hub answers with its HMAC-SHA256. The access token takes no part in it, so an answer is no
/// help to somebody who guesses tokens.
///
/// `ports` are those on which this hub has listened; only there is the proof asked for.
public final class HubProof {
    private static final String FILE = "hub-proof.json";
    private static final String CONTEXT = "hapi-hub-proof-1:";
    private static final int SECRET_BYTES = 32;
    private static final int REMEMBERED_PORTS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;
    private final SequencedSet<Integer> ports;

    private HubProof(byte[] secret, SequencedSet<Integer> ports) {
        this.secret = secret;
        this.ports = ports;
    }

    /// The proof of a home whose hub has run at least once; empty when it never has, or when the
    /// file cannot be used.
    public static Optional<HubProof> of(HapiHome home) throws IOException {
        Path file = home.resolve(FILE);
        try {
            JsonNode stored = Json.parse(Files.readString(file, StandardCharsets.UTF_8));
            byte[] secret = Base64.getDecoder().decode(stored.path("secretBase64").asString(""));
            if (secret.length != SECRET_BYTES) {
                return Optional.empty();
            }
            SequencedSet<Integer> ports = new LinkedHashSet<>();
            stored.path("ports").forEach(port -> ports.add(port.asInt(0)));
            return Optional.of(new HubProof(secret, ports));
        } catch (NoSuchFileException | JsonSyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The hub's side: makes what is missing and writes down that it listens on this port.
    public static HubProof keep(HapiHome home, int port) throws IOException {
        Path file = home.resolve(FILE);
        Optional<HubProof> known = of(home);
        if (known.isPresent() && known.get().ports.contains(port)) {
            HapiHome.restrictFile(file);
            return known.get();
        }
        byte[] secret = known.map(one -> one.secret).orElseGet(HubProof::newSecret);
        SequencedSet<Integer> ports = new LinkedHashSet<>();
        known.ifPresent(one -> ports.addAll(one.ports));
        ports.addLast(port);
        while (ports.size() > REMEMBERED_PORTS) {
            ports.removeFirst();
        }
        ObjectNode content =
                Json.object().put("secretBase64", Base64.getEncoder().encodeToString(secret));
        content.set("ports", Json.tree(List.copyOf(ports)));
        HapiHome.writePrivate(file, content.toString().getBytes(StandardCharsets.UTF_8));
        return new HubProof(secret, ports);
    }

    public boolean isAskedOn(int port) {
        return ports.contains(port);
    }

    public String newNonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// What the hub answers; empty to what is no number of ours.
    public Optional<String> answer(String nonce) {
        return nonce.matches("[0-9a-f]{32}") ? Optional.of(sign(nonce)) : Optional.empty();
    }

    /// Whether this answer to this number came from who knows the secret.
    public boolean accepts(String nonce, String answer) {
        return MessageDigest.isEqual(
                sign(nonce).getBytes(StandardCharsets.US_ASCII),
                answer.getBytes(StandardCharsets.UTF_8));
    }

    private String sign(String nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] signed = mac.doFinal((CONTEXT + nonce).getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA256", e);
        }
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }
}
