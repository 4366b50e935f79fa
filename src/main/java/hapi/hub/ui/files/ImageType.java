package hapi.hub.ui.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Kinds of pictures that a browser may show, told by their first bytes; what a name says counts
/// only for drawings, which are text. A drawing shown as a picture runs nothing.
enum ImageType {
    PNG("image/png", 0, 0x89, 'P', 'N', 'G'),
    JPEG("image/jpeg", 0, 0xFF, 0xD8, 0xFF),
    GIF("image/gif", 0, 'G', 'I', 'F', '8'),
    WEBP("image/webp", 8, 'W', 'E', 'B', 'P'),
    AVIF("image/avif", 4, 'f', 't', 'y', 'p', 'a', 'v', 'i', 'f'),
    BMP("image/bmp", 0, 'B', 'M'),
    ICO("image/x-icon", 0, 0, 0, 1, 0),
    SVG("image/svg+xml", 0);

    private static final int LOOKED_AT = 1_000;

    private final String mime;
    private final int from;
    private final int[] start;

    ImageType(String mime, int from, int... start) {
        this.mime = mime;
        this.from = from;
        this.start = start;
    }

    String mime() {
        return mime;
    }

    static Optional<ImageType> of(byte[] bytes, String path) {
        for (ImageType type : values()) {
            if (type.start.length > 0 && type.begins(bytes)) {
                return Optional.of(type);
            }
        }
        boolean isDrawing = path.toLowerCase(Locale.ROOT).endsWith(".svg") && hasDrawing(bytes);
        return isDrawing ? Optional.of(SVG) : Optional.empty();
    }

    private boolean begins(byte[] bytes) {
        for (int i = 0; i < start.length; i++) {
            if (bytes.length <= from + i || (bytes[from + i] & 0xFF) != start[i]) {
                return false;
            }
        }
        return this != BMP || bytes.length > 26 && bytes[6] == 0 && bytes[7] == 0;
    }

    private static boolean hasDrawing(byte[] bytes) {
        byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, LOOKED_AT));
        return new String(head, StandardCharsets.UTF_8).contains("<svg");
    }
}
