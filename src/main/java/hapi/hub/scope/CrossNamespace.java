package hapi.hub.scope;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a query that looks across namespaces on purpose, and says why. A test lists them.
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface CrossNamespace {
    String value();
}
