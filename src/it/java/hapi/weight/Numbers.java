package hapi.weight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was asked for on the command line: words, and numbers by name such as `rounds=3`.
record Numbers(List<String> words, Map<String, Integer> values) {
    static Numbers of(String... arguments) {
        List<String> words = new ArrayList<>();
        Map<String, Integer> values = new HashMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            if (sign < 0) {
                words.add(argument);
            } else {
                values.put(
                        argument.substring(0, sign),
                        Integer.parseInt(argument.substring(sign + 1)));
            }
        }
        return new Numbers(List.copyOf(words), Map.copyOf(values));
    }

    int get(String name, int otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
