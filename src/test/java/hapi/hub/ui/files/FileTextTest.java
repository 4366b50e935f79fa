package hapi.hub.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileTextTest {
    private static FileText text(byte[] bytes) {
        return FileText.of(bytes).orElseThrow();
    }

    private static FileText text(String content) {
        return text(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void linesEndWithTheirBreaks() {
        assertThat(text("a\n\nb").lines()).containsExactly("a", "", "b");
        assertThat(text("a\n").lines()).containsExactly("a");
        assertThat(text("a\r\nb\r\n").lines()).containsExactly("a", "b");
        assertThat(text("a\r\nb").hasCarriageReturns()).isTrue();
        assertThat(text("a\nb").hasCarriageReturns()).isFalse();
    }

    @Test
    void hiddenCharactersAreVisible() {
        assertThat(text("a\u202Eb\u0007\rc").lines())
                .containsExactly("a⟨U+202E⟩b⟨U+0007⟩⟨U+000D⟩c");
        assertThat(text("\uFEFFa").lines()).as("a mark of the encoding").containsExactly("a");
    }

    @Test
    void otherEncodingsAreReadOrAreNoText() {
        assertThat(text(new byte[] {'a', (byte) 0xE4, 'b'}).lines()).containsExactly("aäb");
        assertThat(text("你".getBytes(StandardCharsets.UTF_8)).lines()).containsExactly("你");
        assertThat(text(new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0}).lines())
                .containsExactly("a");
        assertThat(FileText.of(new byte[] {'a', 0, 'b'})).isEmpty();
    }

    @Test
    void veryLongLineIsCut() {
        assertThat(text("x".repeat(2_000_000)).lines().getFirst()).hasSizeLessThan(6_000);
    }

    @Test
    void picturesAreToldByTheirBytesAndDrawingsByNameAndBytes() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10};
        byte[] drawing = "<?xml version='1.0'?><svg/>".getBytes(StandardCharsets.UTF_8);
        byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);

        assertThat(ImageType.of(png, "x.html")).contains(ImageType.PNG);
        assertThat(ImageType.of(drawing, "x.SVG")).contains(ImageType.SVG);
        assertThat(ImageType.of(drawing, "x.xml")).isEmpty();
        assertThat(ImageType.of(page, "x.png")).isEmpty();
        assertThat(ImageType.of(page, "x.svg")).isEmpty();
        assertThat(ImageType.of(new byte[0], "x.png")).isEmpty();
        assertThat(ImageType.of("BM is text, not a picture".getBytes(), "x")).isEmpty();
    }
}
