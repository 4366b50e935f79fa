/// The data set of [hapi.testkit.hub.PopulatedHub]: sessions, machines, files and what their
/// processes answer.
@NullMarked
package hapi.testkit.hub.sample;

import org.jspecify.annotations.NullMarked;
