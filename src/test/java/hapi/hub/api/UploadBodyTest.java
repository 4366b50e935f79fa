package hapi.hub.api;

import static org.assertj.core.api.Assertions.assertThat;

import hapi.protocol.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadBodyTest {
    private static Optional<UploadBody> read(String json) {
        return UploadBody.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String content(UploadBody body) {
        return new String(body.content().toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void contentIsTheStringAsItCame() {
        UploadBody body =
                read("""
                { "x": {"content": [1, "}"]}, "filename": "b\\u00fc\\"cher 🙂.txt",
                  "content" : "QUJ\\/RA==" , "mimeType":"text/plain", "y": [] }
                """)
                        .orElseThrow();

        assertThat(body.filename()).isEqualTo("bü\"cher 🙂.txt");
        assertThat(body.mimeType()).isEqualTo("text/plain");
        assertThat(content(body)).isEqualTo("\"QUJ\\/RA==\"");
    }

    @ParameterizedTest
    @CsvSource({"QUJD, 3", "QUI=, 2", "QQ==, 1", "QU\\/D, 3", "QU\\u002fD, 3", "=, 0"})
    void sizeIsThatOfTheFile(String content, long bytes) {
        String json = "{\"filename\":\"a\",\"mimeType\":\"b\",\"content\":\"" + content + "\"}";

        assertThat(read(json).orElseThrow().fileBytes()).isEqualTo(bytes);
    }

    @Test
    void lastOfTwoValuesCounts() {
        UploadBody body =
                read("{\"content\":\"b2xk\",\"filename\":\"a\",\"mimeType\":\"b\",\"content\":\"bmV3\"}")
                        .orElseThrow();

        assertThat(content(body)).isEqualTo("\"bmV3\"");
        assertThat(
                        read(
                                "{\"content\":\"b2xk\",\"filename\":\"a\",\"mimeType\":\"b\",\"content\":[]}"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{'filename':'a','mimeType':'b'}",
                "{'filename':'a','mimeType':'b','content':''}",
                "{'filename':'a','mimeType':'b','content':3}",
                "{'filename':'a','mimeType':'b','content':null}",
                "{'filename':'a','mimeType':'b','content':{'a':'x'}}",
                "{'filename':'a','mimeType':['b'],'content':'QQ=='}",
                "{'filename':'','mimeType':'b','content':'QQ=='}",
                "{'filename':'a','mimeType':'','content':'QQ=='}",
                "{'filename':'a','mimeType':'b','content':'QQ=='",
                "{'filename':'a','mimeType':'b','content':'QQ==",
                "{'filename':'a','mimeType':'b','content':'QQ\\",
                "{'filename':'a','mimeType':'b','content':'Q\nQ'}",
                "{'filename':'a','mimeType':'b','content':'QQ=='} {}"
            })
    void whatIsMissingOrWrongIsRefused(String quoted) {
        assertThat(read(quoted.replace('\'', '"'))).isEmpty();
    }

    @Test
    void longestNameHas255Characters() {
        String json =
                Json.object()
                        .put("filename", "x".repeat(255))
                        .put("mimeType", "b")
                        .put("content", "QQ==")
                        .toString();

        assertThat(read(json)).isPresent();
        assertThat(read(json.replace("xx", "xxx"))).isEmpty();
    }
}
