package hapi.testkit.hub.sample;

import hapi.protocol.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The project folder that every session of the data set has, and the calls about its files. Paths
/// are relative to the folder.
final class SampleFiles {
    private static final long MODIFIED = 1_790_000_000_000L;
    private static final int TOO_LARGE = 3_000_000;

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final String root;

    SampleFiles(String root) {
        this.root = root;
        text(
                "README.md",
                "# Lanternfish\n\nSmall pictures in the dark.\n\n- [x] PNG\n- [ ] WebP\n");
        text("Cargo.toml", "[package]\nname = \"lanternfish\"\nversion = \"0.9.0\"\n");
        text("src/main.rs", RUST);
        text("src/export/webp.rs", RUST.replace("main", "write"));
        text("src/export/png.rs", RUST.repeat(12));
        text("web/app.ts", "export const depth = (lux: number): number => 4 / Math.sqrt(lux);\n");
        text("web/page.html", "<!doctype html>\n<h1>Depth</h1>\n<script>alert(1)</script>\n");
        text("db/0007_depth.sql", "ALTER TABLE picture ADD COLUMN depth REAL;\n");
        text("tools/measure.py", "def mean(values):\n    return sum(values) / len(values)\n");
        text("config.yaml", "quality: 80\nformats: [png, webp]\n");
        text("empty.txt", "");
        text("docs/a name with blanks.md", "A name with blanks.\n");
        text("docs/说明.md", "# 说明\n\n这是说明文件。\n");
        text("docs/<img src=x onerror=alert(1)>.md", "Its name is longer than its content.\n");
        files.put("samples/reef.png", picture());
        files.put("samples/raw.bin", new byte[] {0, 1, 2, (byte) 255, 0, 7});
        files.put("samples/huge.log", "depth 41\n".repeat(TOO_LARGE / 9).getBytes());
    }

    private void text(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    JsonNode list(JsonNode params) {
        String folder = relative(params.path("path").asString(""));
        String prefix = folder.isEmpty() ? "" : folder + "/";
        Set<String> folders = new LinkedHashSet<>();
        ArrayNode plain = Json.mapper().createArrayNode();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                continue;
            }
            String rest = file.getKey().substring(prefix.length());
            int slash = rest.indexOf('/');
            if (slash > 0) {
                folders.add(rest.substring(0, slash));
            } else {
                plain.addObject()
                        .put("name", rest)
                        .put("type", "file")
                        .put("size", file.getValue().length)
                        .put("modified", MODIFIED);
            }
        }
        if (folders.isEmpty() && plain.isEmpty()) {
            return refused("ENOENT: no such file or directory, scandir '" + folder + "'");
        }
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode entries = answer.putArray("entries");
        folders.forEach(name ->
                entries.addObject()
                        .put("name", name)
                        .put("type", "directory")
                        .put("modified", MODIFIED));
        entries.addAll(plain);
        return answer;
    }

    JsonNode read(JsonNode params) {
        String path = relative(params.path("path").asString(""));
        byte[] content = files.get(path);
        if (content == null) {
            return refused("ENOENT: no such file or directory, open '" + path + "'");
        }
        return Json.object()
                .put("success", true)
                .put("content", Base64.getEncoder().encodeToString(content))
                .put("size", content.length)
                .put("modified", MODIFIED);
    }

    JsonNode stat(JsonNode params) {
        ObjectNode answer = Json.object().put("success", true);
        ArrayNode entries = answer.putArray("entries");
        for (JsonNode path : params.path("paths")) {
            byte[] content = files.get(relative(path.asString("")));
            ObjectNode entry = entries.addObject().put("path", path.asString(""));
            if (content != null) {
                entry.put("size", content.length).put("modified", MODIFIED);
            }
        }
        return answer;
    }

    /// A search for names when `fileSearch` is there or the arguments say so, else for text.
    JsonNode search(JsonNode params) {
        boolean byName = false;
        String last = "";
        for (JsonNode argument : params.path("args")) {
            byName |= argument.asString("").equals("--files");
            last = argument.asString("");
        }
        String wanted = params.path("fileSearch").path("query").asString(last).replace("*", "");
        StringBuilder found = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (byName || params.has("fileSearch")) {
                if (file.getKey().toLowerCase().contains(wanted.toLowerCase())) {
                    found.append(file.getKey()).append('\n');
                }
            } else if (new String(file.getValue(), StandardCharsets.UTF_8).contains(wanted)) {
                found.append(file.getKey()).append(":1:").append(wanted).append('\n');
            }
        }
        return printed(found.toString(), found.isEmpty() ? 1 : 0);
    }

    static ObjectNode printed(String text, int exitCode) {
        return Json.object()
                .put("success", true)
                .put("stdout", text)
                .put("stderr", "")
                .put("exitCode", exitCode);
    }

    static ObjectNode refused(String error) {
        return Json.object().put("success", false).put("error", error);
    }

    private String relative(String path) {
        String inside = path.startsWith(root) ? path.substring(root.length()) : path;
        return inside.replaceFirst("^\\./?", "").replaceFirst("^/+", "").replaceFirst("/+$", "");
    }

    private static byte[] picture() {
        BufferedImage image = new BufferedImage(240, 160, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 240; x++) {
            for (int y = 0; y < 160; y++) {
                image.setRGB(x, y, (x / 2) << 16 | (90 + y / 2) << 8 | (200 - x / 3));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static final String RUST =
            """
            use std::path::PathBuf;

            /// Reads the picture and writes it in every format that was asked for.
            fn main() -> anyhow::Result<()> {
                let picture = Picture::read(&PathBuf::from("samples/reef.png"))?;
                for format in ["png", "webp"] {
                    picture.write(format, 80)?; // quality of the lossy ones
                }
                Ok(())
            }
            """;
}
