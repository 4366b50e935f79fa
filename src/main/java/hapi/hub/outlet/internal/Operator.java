package hapi.hub.outlet.internal;

import hapi.hub.scope.Namespace;
import java.util.List;

/// Whose sessions an outlet tells of: those of the operator, who set it up. The other namespaces
/// belong to other people.
final class Operator {
    private static final String NAMESPACE = "default";
    private static final String TARGET = "operator";

    private Operator() {}

    static List<String> targets(Namespace namespace) {
        return namespace.value().equals(NAMESPACE) ? List.of(TARGET) : List.of();
    }
}
