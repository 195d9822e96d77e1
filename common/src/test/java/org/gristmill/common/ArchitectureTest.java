package org.gristmill.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The module everything rests on rests on the JDK and Jackson only. */
@AnalyzeClasses(packages = "org.gristmill.common", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_ONLY_THE_JDK_AND_JACKSON =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "com.fasterxml.jackson..", "org.gristmill.common..");

  @ArchTest
  static final ArchRule HASHES_KNOW_NOTHING_ELSE =
      classes()
          .that()
          .resideInAPackage("..common.hash..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "..common.hash..");
}
