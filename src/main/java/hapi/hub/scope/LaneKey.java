package hapi.hub.scope;

/// What a lane orders by: commands of one key run one after another, in the order they were placed.
public sealed interface LaneKey permits Namespace, SessionKey, MachineKey {
    Namespace namespace();
}
