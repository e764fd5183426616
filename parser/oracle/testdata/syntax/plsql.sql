declare
  a number;
  b constant pls_integer not null := 10;
  c varchar2(10 char) default 'x';
  d t.col%type;
  e s.t%rowtype;
  f exception;
  pragma exception_init(f, -20001);
  g sys_refcursor;
  h timestamp(6) with time zone := systimestamp;
  i interval day(2) to second(6);
  j boolean := true;
  k long raw;
  l ref t_obj;
  m t_obj := new t_obj(1, 'x');
  n pkg.t_rec;
  o binary_double := 1d;
  p national character varying(10);
  q double precision;
  r c1%rowtype;
  type t_rec is record (a number not null := 1, b varchar2(10) default 'x', c t.x%type);
  type t_tab is table of t%rowtype index by pls_integer;
  type t_map is table of varchar2(100) index by varchar2(30);
  type t_nt is table of number not null;
  type t_va is varray(10) of number;
  type t_vb is varying array (5) of date;
  type t_cur is ref cursor return t%rowtype;
  type t_weak is ref cursor;
  subtype t_sub is number(10, 2) not null;
  subtype t_range is pls_integer range 1 .. 10;
  cursor c1 is select * from t;
  cursor c2 (x number, y varchar2 default 'a') return t%rowtype is select * from t where a = x for update of b;
  cursor c3 return t%rowtype;
  procedure fwd (x in number);
  function ff (x number, y in out nocopy varchar2, z out t_tab) return boolean deterministic result_cache is
    v number;
  begin
    return true;
  end ff;
  procedure fwd (x in number) is
    pragma autonomous_transaction;
  begin
    commit;
  end;
begin
  null;
end;
/
begin
  a := 1;
  a.b(1).c := 'x';
  :x := 1;
  :new.a := :old.b;
  p;
  p();
  p(1, b => 2);
  s.pkg.p@link(1);
  a(1)(2) := null;
  a.extend; a.delete(1, 3); a.trim;
  if a = 1 then b := 2; elsif a = 2 then b := 3; elsif (a > 3) then null; else b := 4; end if;
  case a when 1 then b := 1; when 2 then null; else c := 2; end case;
  case when a = 1 then b := 1; when b = 2 then c := 3; end case lbl;
  loop exit; exit when a > 1; exit outer_loop when b; continue; continue when c; continue lbl when d; end loop;
  while a < 10 loop a := a + 1; end loop;
  for i in 1 .. 10 loop null; end loop;
  for i in reverse a .. b + 1 loop null; end loop;
  for r in c1 loop null; end loop;
  for r in c2(1, 'x') loop p(r.a); end loop;
  for r in (select a, b from t where c = 1 order by a) loop p(r.a); end loop;
  for r in (with x as (select 1 a from dual) select * from x) loop null; end loop;
  for i in 1 .. 10 by 2, reverse 20 .. 30 loop null; end loop;
  for v in values of tab loop null; end loop;
  for i in indices of tab loop null; end loop;
  for i, v in pairs of tab loop null; end loop;
  for i mutable number(5, 1) in 1.0 .. 2.0 by 0.1 while i < 2 when mod(i, 2) = 0 loop i := i + 1; end loop;
  for i in 1, repeat i * 2 while i < 100 loop null; end loop;
  <<outer_loop>>
  for i in 1 .. tab.count loop
    <<inner_loop>> loop exit outer_loop; end loop inner_loop;
  end loop outer_loop;
  goto done;
  raise;
  raise no_data_found;
  raise pkg.e;
  return;
  <<done>>
  null;
end;
/
begin
  open c1;
  open c2(1, 2);
  open g for select * from t where a = x;
  open g for 'select 1 from dual' using 1, in 2;
  open g for v_sql;
  open pkg.g for with x as (select 1 from dual) select * from x;
  open :rc for select 1 from dual;
  open g for (select 1 from dual) union all select 2 from dual;
  fetch c1 into a, b.c, d(1);
  fetch c1 bulk collect into x, y limit 100;
  fetch c1 into r;
  close c1; close :rc;
  execute immediate 'x';
  execute immediate v || 'y' into a, b using c, in d, out e, in out f;
  execute immediate v bulk collect into tab;
  execute immediate v using a returning into b, c;
  execute immediate v using a returning bulk collect into tab;
  execute immediate 'alter session set x = ''y''';
  forall i in 1 .. tab.count insert into t values tab(i);
  forall i in indices of tab between 1 and 10 save exceptions update t set row = tab(i) where id = tab(i).id;
  forall i in values of idx delete from t where id = tab(i) returning id bulk collect into ids;
  forall i in tab.first .. tab.last execute immediate 'x' using tab(i);
  forall i in 1 .. n merge into t using dual on (id = a(i)) when matched then update set b = c(i);
  select a, b into x, y from t where c = 1;
  select a bulk collect into tab from t;
  select count(*) into n from (select 1 from dual);
  insert into t (a) values (1) returning id into x;
  insert into t values rec;
  update t set a = 1 where current of c1;
  update t set row = rec where id = 1;
  delete from t where current of c1;
  commit; commit work; rollback; rollback to sp; savepoint sp; commit write nowait;
  set transaction read only;
  lock table t in exclusive mode;
  pipe row (t_obj(1, 2));
  pipe row (rec);
  if sql%found or sql%rowcount > 1 or c1%isopen or sql%notfound then x := sql%bulk_rowcount(1) + sql%bulk_exceptions.count; end if;
  y := sql%bulk_exceptions(i).error_index;
  dbms_output.put_line('a' || to_char(sysdate, 'yyyy') || chr(10));
  a := case when b then 1 else 2 end;
  a := b = c and not d;
  a := (b is null or c is not null) and d between 1 and 2;
  a := b ** 2 mod 3;
  a := t_tab(1, 2, 3);
  a := t_rec(a => 1, b => 'x');
  a := t_map('x' => 1, 'y' => 2);
  a := t_tab(for i in 1 .. 10 => i * i);
  a := t_tab(1 => 'a', 2 | 3 => 'b', 4 .. 6 => 'c', others => 'd');
  a := t_tab(for r in c sequence => r);
  a := t_tab(for r t_rec in c_1, c_2 index r.name => r.x);
  a := new t_obj();
  a := $$plsql_unit || $$plsql_line;
  a := x.y.z(1).w('k');
  a := cursor(select 1 from dual);
  (self as t_base).p(1);
  (self as t_base).a := 1;
  treat(o as t_x).m();
  begin null; exception when others then null; end;
  declare x number; begin x := 1; end;
  pragma inline(f, 'YES');
  a := f(1).g(2).h;
  if inserting or updating('a') or deleting then null; end if;
  for i in 1 .. 3 loop for j in 1 .. case when b then 8 else 6 end loop null; end loop; end loop;
  a := b -- comment
    + c /* x */ - d;
exception
  when no_data_found or too_many_rows then
    raise_application_error(-20001, 'x' || sqlerrm, true);
  when pkg.my_error then raise;
  when others then
    if sqlcode = -1 then null; else raise; end if;
end;
/
<<blk>> declare a number; begin blk.a := 1; end blk;
/
declare
  type varchar2(10);
  open number; close number; result number; language varchar2(2); body clob; data blob; value number; key varchar2(1); status number; position number; object number; count number; name varchar2(1); first number; last number; next number; log number; found boolean; matched boolean; record number; year number; month number; day number; time date; version number; content clob; path varchar2(1); row_count number; instance number; model number; context number; source clob; library number; method number; member number; static number; final number;
begin
  type := 'x'; open := 1; close := open; result := close; language := 'a'; value := value + 1; if count > 1 and name = key then status := first; end if;
  year := month + day; log := log(10, 100); return_code := 1; last := next;
  member := static; path := path || '/'; content := empty_clob();
end;
/
begin
  $if dbms_db_version.version >= 12 $then
    a := 1;
  $elsif $$debug $then
    b := (;
  $else
    this is not sql
  $end
  $if $$flag is null $then null; $end
end;
/
begin for i in (execute immediate 'select 1 from dual' using a) loop null; end loop; end;
/
begin if a then if b then if c then null; end if; end if; end if; case x when 1 then case when y then null; end case; end case; end;
/
begin
  a := case b when 1 then 2 else case c when 3 then 4 end end;
  select case when a = 1 then b end, case c when 1 then 2 end into x, y from t;
  update t set a = case when b = 1 then 2 else 3 end, c = 4 where d = case when e then 1 end;
end;
