package hapi.hub.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import hapi.hub.config.HubArguments;
import hapi.hub.config.HubSettings;
import hapi.hub.config.SettingsLoader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartBannerTest {
    @TempDir Path home;

    @Test
    void loopbackHubSaysThatAPhoneCannotReachIt() {
        String text = banner(Map.of("HAPI_LISTEN_PORT", "4001"), List.of());

        assertThat(text)
                .contains("Open      http://127.0.0.1:4001")
                .contains("--lan")
                .contains("/#token=")
                .doesNotContain("█");
    }

    @Test
    void lanHubPrintsACodeThatSignsIn() throws Exception {
        String text = banner(Map.of("CLI_API_TOKEN", "q8Zr-vN2mK4tYw7Lx0pB"), List.of("--lan"));

        assertThat(decode(text)).isEqualTo("http://192.0.2.7:3006/#token=q8Zr-vN2mK4tYw7Lx0pB");
    }

    @Test
    void publicUrlIsWhatThePhoneGets() throws Exception {
        String text =
                banner(
                        Map.of(
                                "HAPI_PUBLIC_URL", "https://hub.example.org",
                                "CLI_API_TOKEN", "q8Zr-vN2mK4tYw7Lx0pB"),
                        List.of());

        assertThat(decode(text)).isEqualTo("https://hub.example.org/#token=q8Zr-vN2mK4tYw7Lx0pB");
    }

    private String banner(Map<String, String> environment, List<String> arguments) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HAPI_HOME", home.toString());
        HubSettings settings = new SettingsLoader(all, HubArguments.parse(arguments)).load();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StartBanner(settings)
                .print(new PrintStream(out, true, StandardCharsets.UTF_8), List.of("192.0.2.7"));
        return out.toString(StandardCharsets.UTF_8);
    }

    /// Reads the printed blocks back with a QR reader.
    private static String decode(String text) throws Exception {
        List<String> rows =
                text.lines()
                        .filter(line -> line.contains("\u001b[30"))
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList();
        int scale = 4;
        int width = rows.getFirst().length() * scale;
        int height = rows.size() * 2 * scale;
        int[] pixels = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                char block = rows.get(y / scale / 2).charAt(x / scale);
                boolean isUpper = y / scale % 2 == 0;
                boolean isDark = block == '█' || block == (isUpper ? '▀' : '▄');
                pixels[y * width + x] = isDark ? 0xff000000 : 0xffffffff;
            }
        }
        return new QRCodeReader()
                .decode(
                        new BinaryBitmap(
                                new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
                .getText();
    }
}
