package hapi.weight;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.microsoft.playwright.options.WaitUntilState;
import java.util.HashSet;
import java.util.Set;

/// A page of Chromium as on a phone of a few years ago on a slow line: a quarter of the processor,
/// 150 ms a round trip, 1.6 Mbit/s down, 0.75 up. Counts what comes over the line.
final class Phone {
    private static final double LIMIT_MILLIS = 180_000;
    private static final double QUIET_MILLIS = 1_500;

    private final Page page;
    private final CDPSession devtools;
    private final Set<String> open = new HashSet<>();
    private long bytes;
    private int requests;

    /// What one load cost: bytes as they were sent, with their heads; requests that were answered
    /// over the line; milliseconds from the address to the first paint and to what was waited for.
    record Load(double bytes, double requests, double paint, double seen) {}

    private Phone(Page page) {
        this.page = page;
        this.devtools = page.context().newCDPSession(page);
        devtools.send("Network.enable");
        devtools.on("Network.requestWillBeSent", this::asked);
        devtools.on("Network.loadingFinished", this::answered);
        devtools.on("Network.loadingFailed", event -> open.remove(id(event)));
        JsonObject line = new JsonObject();
        line.addProperty("offline", false);
        line.addProperty("latency", 150);
        line.addProperty("downloadThroughput", 1_600_000 / 8);
        line.addProperty("uploadThroughput", 750_000 / 8);
        devtools.send("Network.emulateNetworkConditions", line);
        JsonObject processor = new JsonObject();
        processor.addProperty("rate", 4);
        devtools.send("Emulation.setCPUThrottlingRate", processor);
    }

    static void clearCache(Page page) {
        CDPSession devtools = page.context().newCDPSession(page);
        devtools.send("Network.clearBrowserCache");
        devtools.detach();
    }

    /// Goes to an address in a page that nothing was loaded into before, waits until something is
    /// to be seen, then until nothing more comes. The page is closed.
    static Load load(Page page, String address, String seen) {
        Phone phone = new Phone(page);
        long start = System.nanoTime();
        page.navigate(
                address,
                new Page.NavigateOptions()
                        .setWaitUntil(WaitUntilState.COMMIT)
                        .setTimeout(LIMIT_MILLIS));
        page.locator(seen)
                .first()
                .waitFor(
                        new Locator.WaitForOptions()
                                .setState(WaitForSelectorState.VISIBLE)
                                .setTimeout(LIMIT_MILLIS));
        double visible = (System.nanoTime() - start) / 1e6;
        phone.awaitQuiet();
        Object paint =
                page.evaluate(
                        "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1");
        page.close();
        return new Load(phone.bytes, phone.requests, ((Number) paint).doubleValue(), visible);
    }

    /// Streams of events stay open for ever, so what is open does not count, only what ends.
    private void awaitQuiet() {
        long end = System.nanoTime() + (long) (LIMIT_MILLIS * 1e6);
        long before;
        do {
            before = bytes;
            page.waitForTimeout(QUIET_MILLIS);
        } while (bytes != before && System.nanoTime() < end);
    }

    private void asked(JsonObject event) {
        String address = event.getAsJsonObject("request").get("url").getAsString();
        if (address.startsWith("http")) {
            open.add(id(event));
        }
    }

    private void answered(JsonObject event) {
        long length = (long) event.get("encodedDataLength").getAsDouble();
        // What the browser kept costs nothing on the line.
        if (open.remove(id(event)) && length > 0) {
            bytes += length;
            requests++;
        }
    }

    private static String id(JsonObject event) {
        return event.get("requestId").getAsString();
    }
}
