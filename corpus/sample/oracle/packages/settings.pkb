CREATE OR REPLACE PACKAGE BODY settings AS

  FUNCTION text_value(p_name IN app_settings.name%TYPE) RETURN VARCHAR2 IS
    v_value app_settings.value%TYPE;
  BEGIN
    SELECT value
      INTO v_value
      FROM app_settings
     WHERE name = p_name;
    RETURN v_value;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RAISE e_unknown_setting;
  END text_value;

  FUNCTION number_value(p_name IN app_settings.name%TYPE, p_default IN NUMBER DEFAULT NULL) RETURN NUMBER IS
  BEGIN
    RETURN TO_NUMBER(text_value(p_name));
  EXCEPTION
    WHEN e_unknown_setting THEN
      -- Nobody set it: the caller knows best.
      RETURN p_default;
  END number_value;

  PROCEDURE put(p_name IN app_settings.name%TYPE, p_value IN VARCHAR2) IS
  BEGIN
    MERGE INTO app_settings s
    USING (SELECT p_name AS name, p_value AS value FROM dual) n
       ON (s.name = n.name)
     WHEN MATCHED THEN UPDATE SET s.value = n.value
     WHEN NOT MATCHED THEN INSERT (name, value) VALUES (n.name, n.value);
  END put;

END settings;
/
