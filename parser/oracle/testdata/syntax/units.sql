create or replace procedure p as begin null; end p;
/
create procedure s.p (a in number default 1, b in out nocopy varchar2, c out sys_refcursor, d t.x%type := 'y', e in boolean := false) authid current_user accessible by (package s.q, trigger t) is
  x number;
begin
  null;
exception
  when others then raise;
end;
/
create or replace editionable function f return varchar2 is begin return 'x'; end;
/
create or replace noneditionable function s.f (a number) return s.t_tab pipelined parallel_enable (partition a by any) deterministic result_cache relies_on (t, u) authid definer is begin pipe row (t(1)); return; end f;
/
create function agg (x number) return number parallel_enable aggregate using agg_impl;
/
create function j (a varchar2) return number as language java name 'X.y(java.lang.String) return int';
/
create procedure c (a pls_integer) is external library lib name "f" language c parameters (a int);
/
create function m (x number) return varchar2 sql_macro(scalar) is begin return 'x'; end;
/
create function tf (t table, c columns) return table pipelined row polymorphic using pkg;
/
create or replace package p authid current_user as
  c constant number := 1;
  e exception;
  type t is table of number;
  cursor cur (x number) return u%rowtype;
  v varchar2(10);
  procedure a;
  procedure a (x number);
  function b (x in varchar2 default null) return number deterministic;
  pragma restrict_references(b, wnds, rnds);
  pragma serially_reusable;
end p;
/
create or replace package body s.p is
  g number := 0;
  cursor cur (x number) return u%rowtype is select * from u where id = x;
  procedure priv;
  function b (x in varchar2 default null) return number deterministic is
    function inner return number is begin return 1; end inner;
  begin
    return inner;
  end b;
  procedure a is begin null; end;
  procedure a (x number) is begin priv; end a;
  procedure priv is begin null; end;
begin
  g := 1;
exception
  when others then null;
end p;
/
create package e is end;
/
create package body e is begin null; end;
/
package q is procedure r; end q;
/
create or replace trigger trg before insert or update of a, b or delete on s.t referencing new as n old as o for each row enable when (n.a > 1 and o.b is null) declare x number; begin :n.a := :o.a; end trg;
/
create trigger trg after insert on t begin null; end;
/
create trigger trg instead of insert or delete on v for each row follows s.t1, t2 call p(:new.a)
/
create or replace trigger trg for insert or update on t when (user = 'X') compound trigger
  g number;
  type t_ids is table of number index by pls_integer;
  procedure h is begin null; end h;
  before statement is begin g := 0; end before statement;
  before each row is x number; begin :new.id := seq.nextval; end before each row;
  after each row is begin if updating('a') then g := g + 1; end if; end after each row;
  after statement is begin forall i in 1 .. g insert into l values (i); exception when others then null; end after statement;
end trg;
/
create trigger trg after logon on database begin null; end;
/
create trigger trg before create or alter or drop on s.schema begin null; end;
/
create trigger trg after startup on pluggable database begin null; end;
/
create trigger trg after ddl on schema disable begin null; end;
/
create trigger trg before truncate or grant or rename or comment on schema begin null; end;
/
create trigger trg instead of insert on nested table n of v referencing parent as p for each row begin null; end;
/
create trigger trg after servererror on database when (ora_sysevent = 'x') begin null; end;
/
create trigger trg before insert on t for each row forward crossedition precedes x disable begin null; end;
/
create or replace type t as object (a number, b varchar2(10), c ref s.u, d t_tab, member function f (x number) return varchar2, member procedure p, static function g return t, constructor function t (self in out nocopy t, x number) return self as result, map member function m return number, overriding member function h return number, not instantiable member procedure i, final member procedure j, pragma restrict_references(f, wnds)) not final not instantiable
/
create type u under t (x number, overriding member function f (x number) return varchar2) final;
/
create type t_tab is table of varchar2(4000)
/
create or replace type t_nt force as table of s.t not null;
/
create type t_va as varray(10) of number(5);
/
create type t_inc;
/
create type t_o as object (a number, order member function cmp (o t_o) return integer);
/
create type t authid current_user as object (a date)
/
create or replace type body t is
  member function f (x number) return varchar2 is begin return self.a; end f;
  member procedure p is begin null; end;
  static function g return t is begin return t(1); end;
  constructor function t (self in out nocopy t, x number) return self as result is begin self.a := x; return; end;
  map member function m return number is begin return a; end;
  overriding member function h return number is begin return (self as base).h; end;
  final member procedure j as begin null; end j;
end;
/
create or replace and compile java source named "X" as public class X { static int f() { return 'a' == 'b' ? 1 : 2; } }
/
create procedure p is begin null; end; create procedure q is begin null; end;
/
create package p is v number; end; create package body p is begin null; end;
