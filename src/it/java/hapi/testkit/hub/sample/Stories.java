package hapi.testkit.hub.sample;

import java.time.Instant;

/// Which session has which story.
final class Stories {
    private final Asking asking;
    private final Working working;
    private final Reading reading;

    Stories(Instant base) {
        asking = new Asking(base);
        working = new Working(base);
        reading = new Reading(base);
    }

    Story of(Sample sample) {
        return switch (sample) {
            case RISKY_COMMAND -> asking.riskyCommand();
            case TWO_EDITS -> asking.twoEdits();
            case QUESTION -> asking.question();
            case PLAN -> asking.plan();
            case PATCH -> asking.patch();
            case MCP -> asking.mcp();
            case SUB_AGENT -> asking.subAgent();
            case GALLERY -> working.gallery();
            case STREAM -> working.stream();
            case QUEUE -> working.queue();
            case LOCAL -> working.local();
            case ANSI -> working.ansi();
            case MARKDOWN -> reading.markdown();
            case EVENTS -> reading.events();
            case LONG -> reading.rounds();
            case LONG_TITLE ->
                    brief(sample, "Compare the two tables.", "They differ by one minute.");
            case ARABIC -> brief(sample, "رتّب المواعيد", "تم ترتيب **12** موعدًا حسب الشهر.");
            case HOSTILE ->
                    brief(
                            sample,
                            "<script>alert(1)</script>",
                            "<img src=x onerror=alert(1)> and [a link](javascript:alert(1))");
            case ENDED ->
                    brief(sample, "Draw labels, 24 on a sheet.", "The sheet is `labels.pdf`.");
            case AWAY -> brief(sample, "Calibrate the vane.", "North is 4 degrees off.");
            case ARCHIVED -> brief(sample, "Try a smaller library.", "It saves 210 KB.");
        };
    }

    private Story brief(Sample sample, String asked, String answered) {
        return reading.brief(sample.flavor(), asked, answered);
    }
}
