package hapi.hub.ui.act;

/// One thing that a page may ask for or do, by `POST /ui/act`. Implementations are beans of the
/// part they belong to.
///
/// Why not a call of the page's framework: that sends one request at a time, keeps requests over an
/// outage and sends them when the line is back, so that a decision would count minutes after it was
/// pressed. An act counts now or not at all.
public interface UiAct {
    /// Names it on the wire, in lower case words with hyphens between them, e.g. `start-again`.
    String name();

    /// Does it. Called on a virtual thread and may wait; what the page sent is not believed.
    ActResult run(ActCall call);
}
