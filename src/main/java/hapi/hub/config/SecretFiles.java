package hapi.hub.config;

import hapi.protocol.home.HapiHome;
import hapi.protocol.json.Json;
import hapi.protocol.json.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// The secrets the hub makes once and keeps beside its database, readable by the owner only:
/// `jwt-secret.json` (`secretBase64`, 32 bytes) and `owner-id.json` (`ownerId`).
public final class SecretFiles {
    private static final int SECRET_BYTES = 32;

    private final HapiHome home;
    private final SecureRandom random = new SecureRandom();

    public SecretFiles(HapiHome home) {
        this.home = home;
    }

    /// @throws ConfigurationException when the file is there but does not hold 32 bytes
    public byte[] jwtSecret() {
        Path file = jwtSecretFile();
        if (!Files.exists(file)) {
            return renewJwtSecret();
        }
        String text = read(file).path("secretBase64").asString("");
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(file + ": secretBase64 is not base64");
        }
        if (secret.length != SECRET_BYTES) {
            throw new ConfigurationException(
                    "%s: secretBase64 must hold %d bytes, it holds %d"
                            .formatted(file, SECRET_BYTES, secret.length));
        }
        return secret;
    }

    /// Makes another key: every JWT and every page signed with the old one ends.
    public byte[] renewJwtSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        write(
                jwtSecretFile(),
                Json.object()
                        .put("secretBase64", Base64.getEncoder().encodeToString(secret))
                        .toString());
        return secret;
    }

    public Path jwtSecretFile() {
        return home.resolve("jwt-secret.json");
    }

    /// A positive number without meaning that the published clients expect as the user's id.
    ///
    /// @throws ConfigurationException when the file is there but does not hold a positive number
    public long ownerId() {
        Path file = home.resolve("owner-id.json");
        if (!Files.exists(file)) {
            long owner = 1L + random.nextInt(Integer.MAX_VALUE - 1);
            write(file, Json.object().put("ownerId", owner).toString());
            return owner;
        }
        JsonNode owner = read(file).path("ownerId");
        if (!owner.isIntegralNumber() || owner.asLong() <= 0) {
            throw new ConfigurationException(file + ": ownerId must be a positive number");
        }
        return owner.asLong();
    }

    private JsonNode read(Path file) {
        try {
            HapiHome.restrictFile(file);
            return Json.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (JsonSyntaxException e) {
            throw new ConfigurationException(file + " is not valid JSON: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void write(Path file, String text) {
        try {
            HapiHome.writePrivate(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
