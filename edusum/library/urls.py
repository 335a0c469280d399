from django.urls import path

from edusum.library import views

app_name = "library"
urlpatterns = [
    path("", views.template_list, name="template_list"),
]
