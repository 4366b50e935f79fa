package hapi.hub.socket.transport;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The standard limits with some of them changed, by name.
final class Limits {
    private final Map<String, Object> changed = new HashMap<>();

    static Limits standard() {
        return new Limits();
    }

    Limits with(String name, Object value) {
        changed.put(name, value);
        return this;
    }

    SocketLimits build() {
        try {
            RecordComponent[] components = SocketLimits.class.getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Object standard = components[i].getAccessor().invoke(SocketLimits.STANDARD);
                values[i] = changed.getOrDefault(components[i].getName(), standard);
            }
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            return SocketLimits.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
