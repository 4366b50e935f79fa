package hapi.testkit.browser;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// The processes that run a browser's pages stand still, as on a phone in a pocket: no timer, no
/// event, and nobody in the page is told. Ask nothing of a page before [#close], which wakes them.
public final class Sleep implements AutoCloseable {
    private final List<String> pids;
    private boolean isOver;

    private Sleep(List<String> pids) {
        this.pids = pids;
    }

    static Sleep of(Browser chromium) {
        CDPSession all = chromium.newBrowserCDPSession();
        List<String> pids = new ArrayList<>();
        for (JsonElement element :
                all.send("SystemInfo.getProcessInfo").getAsJsonArray("processInfo")) {
            JsonObject process = element.getAsJsonObject();
            if (process.get("type").getAsString().equals("renderer")) {
                pids.add(process.get("id").getAsString());
            }
        }
        all.detach();
        signal("STOP", pids);
        return new Sleep(pids);
    }

    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            signal("CONT", pids);
        }
    }

    /// Java has no call for it.
    private static void signal(String name, List<String> pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        command.addAll(pids);
        try {
            int code = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (code != 0) {
                throw new IllegalStateException(command + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
