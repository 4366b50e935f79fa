package hapi.conformance;

/// What is done with a hub, step by step, in a namespace of its own. A step must not depend on an
/// answer being right: the scenario goes on whatever the hub says, so that all differences show.
interface Scenario {
    void play(Wire wire);
}
