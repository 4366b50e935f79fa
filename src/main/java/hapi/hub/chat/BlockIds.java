package hapi.hub.chat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Ids of blocks: letters, digits and `-_.` only, so that they can stand in HTML and in a URL.
/// Different things have different ids: other characters are spelled out as `~` and their number,
/// and what gets too long is named by its SHA-256.
final class BlockIds {
    private static final int MAX_CHARS = 160;

    private BlockIds() {}

    static String part(String messageId, int part) {
        return encode("m-", messageId) + "-" + part;
    }

    static String tool(String callId) {
        return encode("tool-", callId);
    }

    static String reasoning(String streamId) {
        return encode("think-", streamId);
    }

    static String say(String streamId) {
        return encode("say-", streamId);
    }

    /// A sub-agent whose tool call is not known.
    static String side(String rootUuid) {
        return encode("side-", rootUuid);
    }

    private static String encode(String prefix, String name) {
        StringBuilder id = new StringBuilder(prefix);
        for (int i = 0; i < name.length() && id.length() <= MAX_CHARS; i++) {
            char c = name.charAt(i);
            boolean isPlain =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '_'
                            || c == '.';
            if (isPlain) {
                id.append(c);
            } else {
                id.append('~').append(Integer.toHexString(c)).append('~');
            }
        }
        return id.length() <= MAX_CHARS ? id.toString() : prefix + "~~" + sha256(name);
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
